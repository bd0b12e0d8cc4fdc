package io.tidegate.collect;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Usage;

/**
 * How a call ended: with a whole answer, or with a failure.
 *
 * @param result the answer, or null
 * @param usage the tokens it took
 * @param failure why there is no answer, or null
 */
public record CollectedAnswer(JobResult result, Usage usage, Failure failure) {

  public CollectedAnswer {
    if ((result == null) == (failure == null)) {
      throw new IllegalArgumentException("either a result or a failure");
    }
  }
}
