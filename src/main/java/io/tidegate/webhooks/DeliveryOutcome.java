package io.tidegate.webhooks;

import java.time.Duration;

/**
 * How an attempt ended.
 *
 * @param status the answer's, or 0 without one
 * @param problem why it did not deliver, or null if it did
 * @param retryAfter the milliseconds that the receiver wants to be left alone, or 0
 */
record DeliveryOutcome(int status, Problem problem, long retryAfter) {

  private static final int GONE = 410;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  /** No answer came. */
  static DeliveryOutcome without(Problem problem) {
    return new DeliveryOutcome(0, problem, 0);
  }

  /**
   * The answer with {@code status}.
   *
   * @param retryAfter its header {@code Retry-After} in its form of whole seconds (RFC 9110,
   *     section 10.2.3), another, or null; heard with 429 and 503
   */
  static DeliveryOutcome of(int status, String retryAfter) {
    boolean heard = status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
    return new DeliveryOutcome(status, problem(status), heard ? millis(retryAfter) : 0);
  }

  private static Problem problem(int status) {
    if (status / 100 == 2) {
      return null;
    }
    if (status / 100 == 3) {
      return Problem.REDIRECT;
    }
    return status == GONE ? Problem.GONE : Problem.STATUS;
  }

  private static long millis(String seconds) {
    return seconds != null && seconds.strip().matches("\\d{1,9}")
        ? Duration.ofSeconds(Long.parseLong(seconds.strip())).toMillis()
        : 0;
  }
}
