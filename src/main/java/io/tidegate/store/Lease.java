package io.tidegate.store;

import static java.util.Objects.requireNonNull;

/**
 * Who does a piece of work, and until when nobody else looks after it.
 *
 * @param runner the server
 * @param now the time of now, in epoch milliseconds
 * @param until its end, in epoch milliseconds
 */
public record Lease(String runner, long now, long until) {

  public Lease {
    requireNonNull(runner, "runner");
  }
}
