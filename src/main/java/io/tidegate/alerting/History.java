package io.tidegate.alerting;

import static java.util.Objects.requireNonNull;

import io.tidegate.metrics.MetricReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The samples that the rules look back on: of each series its groups, of each group as many samples
 * as its longest window needs. Bounded; for one thread.
 */
final class History {

  /** Of one series, so that a label which grows without bounds takes no more than this. */
  static final int MOST_GROUPS = 1000;

  private final Map<Series, Map<List<String>, Ring>> rings = new HashMap<>();
  private final Map<Series, Integer> capacities = new HashMap<>();
  private final Duration interval;
  private long now;
  private long before;
  private int samples;

  /** A history of nothing yet, to be sampled once an {@code interval}. */
  History(Duration interval) {
    this.interval = requireNonNull(interval, "interval");
  }

  /** Keeps samples of {@code series} for {@code window}; to be called before the first sample. */
  void keep(Series series, Duration window) {
    // One more than fits: both ends of the window count.
    int capacity = (int) (window.toNanos() / interval.toNanos()) + 2;
    capacities.merge(series, capacity, Math::max);
    rings.computeIfAbsent(series, added -> new HashMap<>());
  }

  /** Takes a sample of everything at {@code nanos}, a reading of the nano clock. */
  void sample(MetricReader reader, long nanos) {
    requireNonNull(reader, "reader");
    before = now;
    now = nanos;
    rings.forEach((series, groups) -> sample(series, groups, values(series, reader)));
    samples++;
  }

  private void sample(
      Series series, Map<List<String>, Ring> groups, Map<List<String>, Double> values) {
    groups.keySet().retainAll(values.keySet());
    values.forEach(
        (group, value) -> {
          Ring ring = groups.get(group);
          if (ring == null && groups.size() < MOST_GROUPS) {
            ring = new Ring(capacities.get(series));
            groups.put(group, ring);
            if (samples > 0) {
              // A counter that was not there before has counted nothing before.
              ring.add(before, 0);
            }
          }
          if (ring != null) {
            ring.add(now, value);
          }
        });
  }

  private static Map<List<String>, Double> values(Series series, MetricReader reader) {
    Map<List<String>, Double> values = new HashMap<>();
    reader.read(
        series.selector().metric(),
        (labels, value) -> {
          if (series.selector().admits(labels) && !Double.isNaN(value)) {
            List<String> group = new ArrayList<>(series.by().size());
            series.by().forEach(label -> group.add(labels.getOrDefault(label, "")));
            values.merge(group, value, series.fold()::apply);
          }
        });
    return values;
  }

  /** The groups of {@code series} in the last sample. */
  Set<List<String>> groups(Series series) {
    return Set.copyOf(rings.get(series).keySet());
  }

  /** The last value of a group, or nothing if it is not there. */
  OptionalDouble latest(Series series, List<String> group) {
    Ring ring = rings.get(series).get(group);
    return ring == null ? OptionalDouble.empty() : OptionalDouble.of(ring.last());
  }

  /** The growth per second over the last {@code window}, or nothing with fewer than two samples. */
  OptionalDouble rate(Series series, List<String> group, Duration window) {
    Ring ring = rings.get(series).get(group);
    return ring == null ? OptionalDouble.empty() : ring.rate(now - window.toNanos());
  }
}
