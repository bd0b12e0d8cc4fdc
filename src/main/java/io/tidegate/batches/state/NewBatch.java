package io.tidegate.batches.state;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import java.time.Duration;
import java.util.Map;

/**
 * A batch as its owner hands it in.
 *
 * @param tenant its owner
 * @param inputFile the id of the file with its lines
 * @param operation what all lines ask
 * @param metadata the owner's own words, at most 16 pairs
 * @param keepOutput how long its files are kept, or null for the default
 * @param webhook where the owner is told of its end, or null
 */
public record NewBatch(
    TenantId tenant,
    String inputFile,
    Operation operation,
    Map<String, String> metadata,
    Duration keepOutput,
    String webhook) {

  public NewBatch {
    requireNonNull(tenant, "tenant");
    requireNonNull(inputFile, "inputFile");
    requireNonNull(operation, "operation");
    metadata = Map.copyOf(metadata);
  }
}
