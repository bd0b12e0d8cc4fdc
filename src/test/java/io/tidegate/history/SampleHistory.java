package io.tidegate.history;

import io.tidegate.metrics.Distributed;
import io.tidegate.metrics.DistributionReader;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.MetricReader;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** A history of figures that a test sets, on a clock that it moves. For one thread. */
public final class SampleHistory implements MetricReader, DistributionReader {

  private final Map<String, Map<Map<String, String>, Double>> values = new LinkedHashMap<>();
  private final ManualClock clock = new ManualClock();
  private Instant time = Instant.parse("2026-11-29T12:00:00Z");
  private Distributed firstToken = Distributed.NONE;
  private int read;
  private final FigureHistory history =
      new FigureHistory(new FigureSampler(this, this), clock, () -> time);

  /** The history. */
  public FigureHistory history() {
    return history;
  }

  /** Its nano clock. */
  public ManualClock clock() {
    return clock;
  }

  /** The time of day. */
  public Instant time() {
    return time;
  }

  /** How often a metric was read. */
  int read() {
    return read;
  }

  /** Lets {@code some} time pass. */
  public void pass(Duration some) {
    clock.advance(some);
    time = time.plus(some);
  }

  /** Lets a step pass, and takes it. */
  public void step() {
    pass(Duration.ofSeconds(Hour.STEP));
    history.step();
  }

  /** The series of {@code name} with these labels grows, or becomes smaller. */
  public void add(String name, Map<String, String> labels, double more) {
    values.computeIfAbsent(name, key -> new LinkedHashMap<>()).merge(labels, more, Double::sum);
  }

  /** So many first tokens have come within one second, within two and within four. */
  public void took(long one, long two, long four) {
    long[] below = {one, one + two, one + two + four};
    firstToken = new Distributed(below[2], 0, new double[] {1, 2, 4}, below);
  }

  @Override
  public void read(String name, BiConsumer<Map<String, String>, Double> each) {
    read++;
    values.getOrDefault(name, Map.of()).forEach(each);
  }

  @Override
  public void read(Metric metric, BiConsumer<Map<String, String>, Distributed> each) {
    if (metric == Metric.TIME_TO_FIRST_TOKEN) {
      each.accept(Map.of(), firstToken);
    }
  }
}
