package io.tidegate.api.calls;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** How long a client waits at most, as OpenAI's and Anthropic's SDKs tell it. */
final class ClientPatience {

  private static final List<String> HEADERS =
      List.of("X-Stainless-Timeout", "X-Stainless-Read-Timeout");

  /** Those in Python write twenty seconds as {@code 20.0}. */
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d{1,9})?");

  private ClientPatience() {}

  /**
   * What {@code header} tells, if it is less than {@code most}; there is no use in working longer.
   * What is no positive number of seconds is passed over.
   */
  static Duration of(UnaryOperator<String> header, Duration most) {
    Duration shortest = most;
    for (String name : HEADERS) {
      String told = header.apply(name);
      if (told != null && SECONDS.matcher(told).matches()) {
        Duration patience = Duration.ofNanos(Math.round(Double.parseDouble(told) * 1e9));
        boolean shorter = !patience.isZero() && patience.compareTo(shortest) < 0;
        shortest = shorter ? patience : shortest;
      }
    }
    return shortest;
  }
}
