package io.tidegate.upstream.reading;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads for how long a node wants to be left alone.
 *
 * <p>By {@code retry-after-ms} (OpenAI, Azure); by {@code Retry-After} (RFC 9110, section 10.2.3)
 * in seconds or as a date; or by OpenAI's {@code x-ratelimit-reset-requests} and {@code -tokens},
 * of which the one counts whose {@code x-ratelimit-remaining-} is zero; or, in the body of an
 * error, by Google's {@code retryDelay}. Nobody is believed who asks for more than five minutes,
 * and who names a time that is over asks for none.
 */
public final class RetryAfter {

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Pattern NUMBER = Pattern.compile("([+-]?)(\\d*)(?:\\.(\\d*))?");
  private static final Pattern UNIT = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h|d)");
  private static final Pattern UNITS = Pattern.compile("(?:" + UNIT.pattern() + ")+");
  private static final int MANY_DIGITS = 12;

  private RetryAfter() {}

  /**
   * The pause asked for, from nothing to five minutes, or null when none is.
   *
   * @param headers the value of the response's header of a name, or null
   * @param wall the time of day here, for a response without {@code Date}
   */
  public static Duration of(Function<String, String> headers, Instant wall) {
    Optional<String> date = Optional.ofNullable(headers.apply("Date"));
    Instant now = date.flatMap(text -> HttpDate.parse(text, wall)).orElse(wall);
    return clamped(
        header(headers, "retry-after-ms")
            .flatMap(RetryAfter::number)
            .map(millis -> millis / 1000)
            .or(() -> header(headers, "Retry-After").flatMap(text -> seconds(text, now)))
            .or(() -> reset(headers)));
  }

  /**
   * The same by the first {@code retryDelay} among {@code details}, as Google's errors have it in
   * their body ({@code google.rpc.RetryInfo}), or null.
   *
   * @param details what may be a list of objects
   */
  static Duration in(JsonNode details) {
    return clamped(
        StreamSupport.stream(details.spliterator(), false)
            .map(detail -> detail.path("retryDelay"))
            .filter(JsonNode::isTextual)
            .flatMap(delay -> units(delay.textValue().strip()).stream())
            .findFirst());
  }

  private static Duration clamped(Optional<Double> seconds) {
    return seconds
        .map(asked -> Math.max(0, Math.min((double) LONGEST.toSeconds(), asked)))
        .map(asked -> Duration.ofNanos(Math.round(asked * 1e9)))
        .orElse(null);
  }

  private static Optional<Double> seconds(String text, Instant now) {
    return number(text)
        .or(() -> units(text))
        .or(() -> HttpDate.parse(text, now).map(date -> (double) until(now, date)));
  }

  private static long until(Instant now, Instant date) {
    return date.getEpochSecond() - now.getEpochSecond();
  }

  private static Optional<Double> reset(Function<String, String> headers) {
    Optional<Double> spent =
        Stream.of("requests", "tokens")
            .filter(what -> isZero(header(headers, "x-ratelimit-remaining-" + what)))
            .flatMap(what -> resetOf(headers, what).stream())
            .max(Double::compare);
    return spent.or(
        () ->
            Stream.of("requests", "tokens")
                .flatMap(what -> resetOf(headers, what).stream())
                .min(Double::compare));
  }

  private static Optional<Double> resetOf(Function<String, String> headers, String what) {
    return header(headers, "x-ratelimit-reset-" + what)
        .flatMap(text -> number(text).or(() -> units(text)));
  }

  private static boolean isZero(Optional<String> number) {
    return number.flatMap(RetryAfter::number).filter(left -> left <= 0).isPresent();
  }

  private static Optional<String> header(Function<String, String> headers, String name) {
    return Optional.ofNullable(headers.apply(name)).map(String::strip);
  }

  private static Optional<Double> number(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches() || (number.group(2).isEmpty() && isBlank(number.group(3)))) {
      return Optional.empty();
    }
    boolean huge = number.group(2).length() > MANY_DIGITS;
    double value =
        huge ? 1e12 : Double.parseDouble("0" + number.group(2) + fraction(number.group(3)));
    return Optional.of(number.group(1).equals("-") ? -value : value);
  }

  private static boolean isBlank(String digits) {
    return digits == null || digits.isEmpty();
  }

  private static String fraction(String digits) {
    return isBlank(digits) ? "" : "." + digits.substring(0, Math.min(9, digits.length()));
  }

  /** Reads a duration as Go writes it: {@code 1s}, {@code 6m0s}, {@code 20ms}. */
  private static Optional<Double> units(String text) {
    String units = text.toLowerCase(Locale.ROOT);
    if (units.length() > 60 || !UNITS.matcher(units).matches()) {
      return Optional.empty();
    }
    double seconds = 0;
    Matcher unit = UNIT.matcher(units);
    while (unit.find()) {
      seconds += Double.parseDouble(unit.group(1)) * secondsIn(unit.group(2));
    }
    return Optional.of(seconds);
  }

  private static double secondsIn(String unit) {
    return switch (unit) {
      case "ms" -> 1e-3;
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3600;
      case "d" -> 86_400;
      case "ns" -> 1e-9;
      default -> 1e-6;
    };
  }
}
