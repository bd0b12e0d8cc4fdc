package io.tidegate.history;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The last hour of our figures, sampled every {@value Hour#STEP} seconds, and how they stand now.
 *
 * <p>What it keeps is bounded: {@value #STEPS} numbers of each series, and the samples of a minute.
 * However many look, the figures are read at most twice a second. Thread-safe; never waits for more
 * than a reading.
 */
public final class FigureHistory {

  /** An hour of steps. */
  static final int STEPS = 360;

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /** Over less than that rates would jump. */
  private static final long LEAST = Duration.ofSeconds(5).toNanos();

  private static final long FRESH = Duration.ofMillis(500).toNanos();

  /**
   * How the figures stand.
   *
   * @param time when, by the wall clock
   * @param lately what happened in the last 5 to 15 seconds
   * @param minute what happened in the last minute, or since the start
   */
  public record View(Instant time, FigureChange lately, FigureChange minute) {}

  private final FigureSampler sampler;
  private final LongSupplier clock;
  private final InstantSource wall;
  private final Deque<FigureSample> samples = new ArrayDeque<>();
  private final Map<HourSeries, Deque<Double>> rings = new EnumMap<>(HourSeries.class);
  private Instant end;
  private View latest;
  private long read;

  /**
   * A history that begins now.
   *
   * @param clock the nano clock
   * @param wall the time that people are told
   */
  FigureHistory(FigureSampler sampler, LongSupplier clock, InstantSource wall) {
    this.sampler = requireNonNull(sampler, "sampler");
    this.clock = requireNonNull(clock, "clock");
    this.wall = requireNonNull(wall, "wall");
    for (HourSeries series : HourSeries.values()) {
      rings.put(series, new ArrayDeque<>());
    }
    samples.add(sampler.sample(clock.getAsLong()));
  }

  /** Takes a step; to be done every {@value Hour#STEP} seconds. */
  synchronized void step() {
    FigureSample now = sampler.sample(clock.getAsLong());
    FigureSample last = samples.getLast();
    if (now.time() - last.time() < LEAST) {
      return;
    }
    FigureChange change = new FigureChange(last, now);
    rings.forEach(
        (series, ring) -> {
          ring.add(series.of(change));
          if (ring.size() > STEPS) {
            ring.removeFirst();
          }
        });
    end = wall.instant();
    samples.add(now);
    while (now.time() - samples.getFirst().time() > MINUTE) {
      samples.removeFirst();
    }
  }

  /** How the figures stand, as of half a second ago at the earliest. */
  public synchronized View now() {
    long time = clock.getAsLong();
    if (latest == null || time - read >= FRESH) {
      read = time;
      FigureSample now = sampler.sample(time);
      latest =
          new View(
              wall.instant(),
              new FigureChange(lately(time), now),
              new FigureChange(samples.getFirst(), now));
    }
    return latest;
  }

  /** What is kept of the last hour. */
  public synchronized Hour hour() {
    Map<HourSeries, List<Double>> series = new EnumMap<>(HourSeries.class);
    rings.forEach((one, ring) -> series.put(one, List.copyOf(ring)));
    return new Hour(end, series);
  }

  /** The newest sample that is old enough, or else the oldest. */
  private FigureSample lately(long now) {
    FigureSample found = samples.getFirst();
    for (FigureSample sample : samples) {
      found = now - sample.time() >= LEAST ? sample : found;
    }
    return found;
  }
}
