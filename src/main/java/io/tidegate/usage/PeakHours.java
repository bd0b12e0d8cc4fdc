package io.tidegate.usage;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * When models cost more, in UTC; immutable.
 *
 * @param spans the times of a day
 * @param days the days of a week
 * @param holidays days that are no such days after all
 */
public record PeakHours(List<Span> spans, Set<DayOfWeek> days, Set<LocalDate> holidays) {

  /** At no time. */
  static final PeakHours NEVER = new PeakHours(List.of(), Set.of(), Set.of());

  private static final String HOURS = "tidegate.usage.peak-hours";
  private static final String DAYS = "tidegate.usage.peak-days";
  private static final String HOLIDAYS = "tidegate.usage.holidays";

  /**
   * From one time of day to another, that one excluded; over midnight if it is not later.
   *
   * @param from the first time of it
   * @param to the first time after it
   */
  public record Span(LocalTime from, LocalTime to) {

    private boolean covers(LocalTime time) {
      return from.isBefore(to)
          ? !time.isBefore(from) && time.isBefore(to)
          : !time.isBefore(from) || time.isBefore(to);
    }
  }

  public PeakHours {
    spans = List.copyOf(spans);
    days = Set.copyOf(days);
    holidays = Set.copyOf(holidays);
  }

  /** The hours that {@code settings} give; {@code needed} where a price is said to be higher. */
  static PeakHours from(Settings settings, boolean needed) {
    List<Span> spans = each(settings, HOURS, PeakHours::span, "times like 01:00-04:00");
    List<DayOfWeek> days = each(settings, DAYS, PeakHours::day, "days like MON");
    List<LocalDate> holidays = each(settings, HOLIDAYS, LocalDate::parse, "dates like 2026-10-01");
    if (needed && spans.isEmpty()) {
      throw new SettingException(HOURS, "is missing: a price has another one at peak");
    }
    return new PeakHours(
        spans,
        days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : Set.copyOf(days),
        Set.copyOf(holidays));
  }

  /** Whether {@code time} is one of them. */
  public boolean cover(Instant time) {
    if (spans.isEmpty()) {
      return false;
    }
    OffsetDateTime there = time.atOffset(ZoneOffset.UTC);
    return days.contains(there.getDayOfWeek())
        && !holidays.contains(there.toLocalDate())
        && spans.stream().anyMatch(span -> span.covers(there.toLocalTime()));
  }

  private static <T> List<T> each(
      Settings settings, String key, Function<String, T> form, String rule) {
    List<T> all = new ArrayList<>();
    for (String text : settings.list(key)) {
      try {
        all.add(form.apply(text));
      } catch (DateTimeParseException | IllegalArgumentException broken) {
        throw new SettingException(key, "must be " + rule + " with commas between, not " + text);
      }
    }
    return all;
  }

  private static Span span(String text) {
    String[] ends = text.split("-", -1);
    if (ends.length != 2) {
      throw new IllegalArgumentException(text);
    }
    return new Span(LocalTime.parse(ends[0].strip()), LocalTime.parse(ends[1].strip()));
  }

  private static DayOfWeek day(String text) {
    String wanted = text.toUpperCase(Locale.ROOT);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (wanted.length() >= 3 && day.name().startsWith(wanted)) {
        return day;
      }
    }
    throw new IllegalArgumentException(text);
  }
}
