package io.tidegate.upstream.wire;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code Keep-Alive}, by which a node says when it closes a connection (RFC 2068, section
 * 19.7.1): {@code timeout} in seconds without a request, {@code max} requests from here on.
 */
final class KeepAlive {

  private static final Pattern TIMEOUT = Pattern.compile("(?:^|[,;\\s])timeout=\"?(\\d{1,9})");
  private static final Pattern LAST = Pattern.compile("(?:^|[,;\\s])max=\"?0+(?!\\d)");

  /** The way to the node, on which a request and the end of the connection may cross. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private KeepAlive() {}

  /**
   * How long a connection may wait for its next request.
   *
   * @param header the header's value, or null
   * @param most at most this long
   * @return zero if it may carry no other request
   */
  static Duration of(String header, Duration most) {
    if (header == null) {
      return most;
    }
    String value = header.toLowerCase(Locale.ROOT);
    if (LAST.matcher(value).find()) {
      return Duration.ZERO;
    }
    Matcher timeout = TIMEOUT.matcher(value);
    if (!timeout.find()) {
      return most;
    }
    Duration said = Duration.ofSeconds(Long.parseLong(timeout.group(1)));
    Duration safe = said.compareTo(MARGIN) > 0 ? said.minus(MARGIN) : said.dividedBy(2);
    return safe.compareTo(most) > 0 ? most : safe;
  }
}
