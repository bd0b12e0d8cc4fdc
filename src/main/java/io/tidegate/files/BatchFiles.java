package io.tidegate.files;

import io.tidegate.exchange.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The content of files, as batches read and write it. Thread-safe; waits for the database. */
public interface BatchFiles {

  /** What is known of the file {@code id}; fails with {@code NOT_FOUND}. */
  StoredFile get(TenantId tenant, String id);

  /** The content of the file {@code id} from its start; fails with {@code NOT_FOUND}. */
  InputStream open(TenantId tenant, String id);

  /** A part of the file {@code id}; fails with {@code NOT_FOUND}. */
  byte[] read(TenantId tenant, String id, long from, int length);

  /**
   * Stores a file whole or not at all.
   *
   * @return its id
   * @throws IOException what {@code content} threw
   */
  String store(NewFile file, Files.Content content) throws IOException;

  /** The ids of files of this purpose and name that are not older than {@code since}. */
  List<String> named(TenantId tenant, String purpose, String filename, long since);

  /** Deletes the file {@code id}, if there is one. */
  void delete(TenantId tenant, String id);
}
