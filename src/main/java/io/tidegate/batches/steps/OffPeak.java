package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours in which batches run, the same each day; immutable. A time that a day leaves out,
 * because its clocks are put forward, is taken for the one that its clocks show instead.
 */
public final class OffPeak {

  private static final String TIME = "((?:[01]\\d|2[0-3]):[0-5]\\d)";
  private static final Pattern FORM = Pattern.compile(TIME + "\\s*-\\s*" + TIME);

  /** A window may be left out on one day, when its clocks are put forward; not on two. */
  private static final int DAYS = 3;

  private final LocalTime start;
  private final LocalTime end;
  private final ZoneId zone;

  private OffPeak(LocalTime start, LocalTime end, ZoneId zone) {
    this.start = start;
    this.end = end;
    this.zone = zone;
  }

  /** All hours of all days. */
  public static OffPeak always() {
    return new OffPeak(null, null, null);
  }

  /**
   * The hours given as {@code 16:30-00:30}, over midnight if they end before they start.
   *
   * @throws IllegalArgumentException that names the rule
   */
  public static OffPeak of(String hours, ZoneId zone) {
    Matcher times = FORM.matcher(hours);
    if (!times.matches() || times.group(1).equals(times.group(2))) {
      throw new IllegalArgumentException("must be two times like 16:30-00:30, not '" + hours + "'");
    }
    return new OffPeak(
        LocalTime.parse(times.group(1)),
        LocalTime.parse(times.group(2)),
        requireNonNull(zone, "zone"));
  }

  /** The first moment from {@code now} on that is in the window; both in epoch milliseconds. */
  public long from(long now) {
    if (start == null) {
      return now;
    }
    LocalDate first = Instant.ofEpochMilli(now).atZone(zone).toLocalDate().minusDays(1);
    for (LocalDate day = first; !day.isAfter(first.plusDays(DAYS)); day = day.plusDays(1)) {
      long begins = at(day, start);
      long ends = at(end.isAfter(start) ? day : day.plusDays(1), end);
      if (now < ends && begins < ends) {
        return Math.max(now, begins);
      }
    }
    return now;
  }

  /**
   * When work may begin at {@code now} that must not wait for a window that starts after {@code
   * latest}.
   */
  long due(long now, long latest) {
    long window = from(now);
    return window < latest ? window : now;
  }

  private long at(LocalDate day, LocalTime time) {
    return day.atTime(time).atZone(zone).toInstant().toEpochMilli();
  }
}
