package io.tidegate.batches;

import static java.util.Objects.requireNonNull;

/**
 * Who does a step, and until when nobody else looks after it.
 *
 * @param runner the server
 * @param now the time of now, in epoch milliseconds
 * @param until its end, in epoch milliseconds
 */
record Lease(String runner, long now, long until) {

  Lease {
    requireNonNull(runner, "runner");
  }
}
