package io.tidegate.files;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.Page;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Contents that are the files of the tenants. Thread-safe. */
public final class StoredBatchFiles implements BatchFiles {

  private static final int PAGE = 100;

  private final Files files;

  /** The files of batches among {@code files}. */
  public StoredBatchFiles(Files files) {
    this.files = requireNonNull(files, "files");
  }

  @Override
  public StoredFile get(TenantId tenant, String id) {
    return files.get(tenant, id);
  }

  @Override
  public InputStream open(TenantId tenant, String id) {
    return files.open(tenant, id);
  }

  @Override
  public byte[] read(TenantId tenant, String id, long from, int length) {
    return files.read(tenant, id, from, length);
  }

  @Override
  public String store(NewFile file, Files.Content content) throws IOException {
    return files.store(file, content).id();
  }

  @Override
  public List<String> named(TenantId tenant, String purpose, String filename, long since) {
    List<String> named = new ArrayList<>();
    String after = null;
    for (boolean more = true; more; ) {
      Page<StoredFile> page = files.list(tenant, purpose, after, PAGE, false);
      more = page.more();
      for (StoredFile file : page.items()) {
        if (file.filename().equals(filename)) {
          named.add(file.id());
        }
        more &= file.created() >= since;
        after = file.id();
      }
    }
    return named;
  }

  @Override
  public void delete(TenantId tenant, String id) {
    try {
      files.delete(tenant, id);
    } catch (FailureException refused) {
      if (refused.failure().code() != ErrorCode.NOT_FOUND) {
        throw refused;
      }
    }
  }
}
