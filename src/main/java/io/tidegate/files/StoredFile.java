package io.tidegate.files;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;

/**
 * A file as it is listed; immutable. Times are epoch milliseconds.
 *
 * @param id {@code file-} and 32 hexadecimal digits
 * @param tenant its owner
 * @param purpose what it is for: {@code batch}, {@code batch_output} or what the owner said
 * @param filename its name, as the owner gave it
 * @param bytes its length
 * @param created when it was stored
 * @param expires when it is deleted, or 0 for never
 */
public record StoredFile(
    String id,
    TenantId tenant,
    String purpose,
    String filename,
    long bytes,
    long created,
    long expires) {

  public StoredFile {
    requireNonNull(id, "id");
    requireNonNull(tenant, "tenant");
    requireNonNull(purpose, "purpose");
    requireNonNull(filename, "filename");
  }
}
