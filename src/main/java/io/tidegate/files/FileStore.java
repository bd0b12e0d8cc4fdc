package io.tidegate.files;

import io.tidegate.exchange.TenantId;
import java.util.List;

/**
 * Where files are kept, in pieces. Waits for the store and throws {@link
 * io.tidegate.store.StoreException} when it fails. Thread-safe.
 */
interface FileStore {

  /** The bytes of every piece but the last. */
  int PIECE = 256 << 10;

  /**
   * What is listed.
   *
   * @param tenant whose files
   * @param purpose what they are for, or null for all
   * @param after the file before the first, or null
   * @param limit the most of them
   * @param oldestFirst their order
   */
  record Wanted(
      TenantId tenant, String purpose, StoredFile after, int limit, boolean oldestFirst) {}

  /** What became of a file that was to be hidden. */
  enum Hiding {
    /** Nobody sees it any more. */
    DONE,
    /** It was hidden before, or there is none. */
    BEFORE,
    /** It stays as it is: a batch that has not ended reads it. */
    NEEDED
  }

  /** Makes a place for the file {@code id}, which nobody sees yet. */
  void begin(String id, TenantId tenant, long now);

  /** Keeps a piece of a file that was begun. */
  void put(String id, int piece, byte[] content);

  /** Lets a file be seen; false if its place is gone. */
  boolean finish(StoredFile file);

  /** The file {@code id} of {@code tenant}, or null. */
  StoredFile find(TenantId tenant, String id);

  /** What is wanted, by the time of creation, and by id among equal times. */
  List<StoredFile> list(Wanted wanted);

  /** The bytes of all files of {@code tenant}. */
  long total(TenantId tenant);

  /** A piece of a file, or null if there is none. */
  byte[] piece(String id, int piece);

  /** Hides the file {@code id} from everybody, unless it is needed. */
  Hiding hide(String id);

  /** Removes a file that is not seen, in portions. */
  void remove(String id);

  /**
   * Files that expired before {@code now}, the earliest first, behind {@code after} or from all.
   */
  List<StoredFile> expired(long now, StoredFile after, int limit);

  /** Some of those half removed, or begun before {@code begun} and never finished. */
  List<String> leftovers(long begun, int limit);
}
