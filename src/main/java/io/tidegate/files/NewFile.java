package io.tidegate.files;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import java.time.Duration;

/**
 * What is known of a file before its content.
 *
 * @param tenant its owner
 * @param purpose what it is for
 * @param filename its name
 * @param keep how long it is kept, or null for the usual time: that of {@link FilesConfig} for the
 *     files of batches, for ever for others
 */
public record NewFile(TenantId tenant, String purpose, String filename, Duration keep) {

  public NewFile {
    requireNonNull(tenant, "tenant");
    requireNonNull(purpose, "purpose");
    requireNonNull(filename, "filename");
  }
}
