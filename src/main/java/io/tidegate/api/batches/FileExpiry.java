package io.tidegate.api.batches;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.time.Duration;

/** Reads how long files are to be kept. */
final class FileExpiry {

  /** OpenAI's limits: an hour and 30 days. */
  private static final int LEAST_SECONDS = 3600;

  private static final int MOST_SECONDS = 2_592_000;

  private FileExpiry() {}

  /**
   * The time that is meant.
   *
   * @param param the field that says it
   * @param anchor from when it is counted, or null
   * @param seconds how long it is, in digits, or null
   * @throws FailureException that names the member of {@code param} at fault
   */
  static Duration of(String param, String anchor, String seconds) {
    if (!"created_at".equals(anchor)) {
      throw invalid(param + "[anchor]", "must be created_at");
    }
    int time = seconds != null && seconds.matches("\\d{1,9}") ? Integer.parseInt(seconds) : 0;
    if (time < LEAST_SECONDS || time > MOST_SECONDS) {
      throw invalid(
          param + "[seconds]",
          "must be a whole number from " + LEAST_SECONDS + " to " + MOST_SECONDS);
    }
    return Duration.ofSeconds(time);
  }

  private static FailureException invalid(String param, String rule) {
    return Failure.invalid(param, rule).asException();
  }
}
