package io.tidegate.cache.answer;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;

/**
 * Where a stored answer comes from.
 *
 * @param tenant whose call it answered
 * @param model the model that served it, aliases resolved
 * @param operation what was asked
 * @param node the node that made it
 * @param usage the tokens the node reported
 */
public record Origin(TenantId tenant, String model, Operation operation, String node, Usage usage) {

  public Origin {
    requireNonNull(tenant, "tenant");
    requireNonNull(model, "model");
    requireNonNull(operation, "operation");
    requireNonNull(node, "node");
    requireNonNull(usage, "usage");
  }
}
