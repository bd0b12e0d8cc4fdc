package io.tidegate.quotas;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** A span for which there are budgets; in UTC. */
public enum Period {
  /** From midnight to midnight. */
  DAY {
    @Override
    LocalDate first(LocalDate day) {
      return day;
    }

    @Override
    LocalDate next(LocalDate day) {
      return day.plusDays(1);
    }
  },
  /** From the first of a month to the last. */
  MONTH {
    @Override
    LocalDate first(LocalDate day) {
      return day.withDayOfMonth(1);
    }

    @Override
    LocalDate next(LocalDate day) {
      return first(day).plusMonths(1);
    }
  };

  /** The word for it in the API and in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The first day of the one in which {@code day} lies. */
  abstract LocalDate first(LocalDate day);

  /** The first day of the one after that in which {@code day} lies. */
  abstract LocalDate next(LocalDate day);

  /** What the one is called in which {@code time} lies. */
  String at(Instant time) {
    return first(day(time)).toString();
  }

  /** The first day of the one in which {@code time} lies. */
  LocalDate first(Instant time) {
    return first(day(time));
  }

  /** The first day after the one in which {@code time} lies. */
  LocalDate end(Instant time) {
    return next(day(time));
  }

  /** How long it is from {@code time} to the next one. */
  Duration left(Instant time) {
    return Duration.between(time, next(day(time)).atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
