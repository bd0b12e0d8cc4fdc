package io.tidegate.upstream.reading;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a date in each of the three forms of HTTP (RFC 9110, section 5.6.7): {@code Sun, 06 Nov
 * 1994 08:49:37 GMT}, {@code Sunday, 06-Nov-94 08:49:37 GMT}, {@code Sun Nov 6 08:49:37 1994}.
 *
 * <p>The day of the week and the zone, which is always GMT, are not looked at.
 */
final class HttpDate {

  private static final int HALF_A_CENTURY = 50;
  private static final List<DateTimeFormatter> FORMS =
      List.of(form("d MMM uuuu HH:mm:ss"), form("d-MMM-uu HH:mm:ss"), form("MMM d HH:mm:ss uuuu"));

  private HttpDate() {}

  /**
   * The moment that {@code text} names, or nothing if it is no date.
   *
   * @param now against which a year of two digits is read: no more than 50 years ahead
   */
  static Optional<Instant> parse(String text, Instant now) {
    String date =
        text.strip()
            .replaceAll("\\s+", " ")
            .replaceFirst("^[A-Za-z]+,? (?=\\d|[A-Za-z])", "")
            .replaceFirst("(?i) (?:GMT|UTC|Z|[+-]0000)$", "");
    return FORMS.stream().flatMap(form -> read(date, form, now).stream()).findFirst();
  }

  private static Optional<Instant> read(String date, DateTimeFormatter form, Instant now) {
    try {
      return Optional.of(inThisCentury(LocalDateTime.parse(date, form), form, now));
    } catch (DateTimeException another) {
      return Optional.empty();
    }
  }

  private static Instant inThisCentury(LocalDateTime date, DateTimeFormatter form, Instant now) {
    LocalDateTime latest = now.atOffset(ZoneOffset.UTC).toLocalDateTime().plusYears(HALF_A_CENTURY);
    boolean last = form == FORMS.get(1) && date.isAfter(latest);
    return (last ? date.minusYears(100) : date).toInstant(ZoneOffset.UTC);
  }

  private static DateTimeFormatter form(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(Locale.ENGLISH);
  }
}
