package io.tidegate.routing.nodes;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Operation;

/**
 * What nodes are asked for, and judged by: one operation of one model.
 *
 * @param model the model, by its public name
 * @param operation what it is asked to do
 */
public record Capability(String model, Operation operation) {

  public Capability {
    requireNonNull(model, "model");
    requireNonNull(operation, "operation");
  }

  @Override
  public String toString() {
    return operation.metricName() + " of " + model;
  }
}
