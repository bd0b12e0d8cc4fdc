package io.tidegate.bench;

import java.util.random.RandomGenerator;

/**
 * Whether and when a client asks again, as the official OpenAI SDKs for Python and Node decide.
 *
 * <p>Retried are connection errors, 408, 409, 429 and 5xx, unless the response says {@code
 * x-should-retry: false}. The pause is {@code Retry-After} if that is over 0 and at most 60 s,
 * otherwise 0.5 s doubled each time up to 8 s, less up to a quarter at random.
 */
final class RetryRule {

  private static final double LONGEST_TOLD = 60;
  private static final double FIRST = 0.5;
  private static final double LONGEST = 8;
  private static final double JITTER = 0.25;
  private static final double NANOS = 1e9;

  private final int most;
  private final RandomGenerator random;

  RetryRule(int most, RandomGenerator random) {
    this.most = most;
    this.random = random;
  }

  /** Whether {@code call} is tried again after {@code response}, {@code null} for none. */
  boolean again(ClientCall call, ResponseReader response) {
    if (call.retries() >= most) {
      return false;
    }
    if (response == null) {
      return true;
    }
    int status = response.status();
    return !response.retryForbidden()
        && (status == 408 || status == 409 || status == 429 || status >= 500);
  }

  /** Nanoseconds to wait. */
  long pause(ClientCall call, ResponseReader response) {
    double told = response == null ? 0 : response.retryAfter();
    if (told > 0 && told <= LONGEST_TOLD) {
      return (long) (told * NANOS);
    }
    double doubled = Math.min(FIRST * Math.pow(2, call.retries()), LONGEST);
    return (long) (doubled * (1 - JITTER * random.nextDouble()) * NANOS);
  }
}
