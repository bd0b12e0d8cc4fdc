package io.tidegate.upstream;

import java.time.Duration;

/** Reads {@code Retry-After} (RFC 9110, section 10.2.3) in its form of whole seconds. */
final class RetryAfter {

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private RetryAfter() {}

  /** The pause asked for, at most five minutes, or null when the value is not whole seconds. */
  static Duration parse(String value) {
    String digits = value.strip();
    if (!digits.matches("\\d{1,9}")) {
      return null;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(digits));
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}
