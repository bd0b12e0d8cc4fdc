package io.tidegate.warmup;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The times of the day at which warm-ups are due; none, if there is no time.
 *
 * @param zone where those times hold; one that a change of clocks skips is due at the next there is
 */
record WarmupSchedule(List<LocalTime> times, ZoneId zone) {

  WarmupSchedule {
    times = List.copyOf(times);
    requireNonNull(zone, "zone");
  }

  /** The first time after {@code after}. */
  Optional<Instant> next(Instant after) {
    return around(after).filter(time -> time.isAfter(after)).min(Comparator.naturalOrder());
  }

  /** The last time that is no later than {@code until}. */
  Optional<Instant> latest(Instant until) {
    return around(until).filter(time -> !time.isAfter(until)).max(Comparator.naturalOrder());
  }

  private Stream<Instant> around(Instant instant) {
    LocalDate today = instant.atZone(zone).toLocalDate();
    return LongStream.rangeClosed(-2, 2)
        .mapToObj(today::plusDays)
        .flatMap(day -> times.stream().map(time -> day.atTime(time).atZone(zone).toInstant()));
  }
}
