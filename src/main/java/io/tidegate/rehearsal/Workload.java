package io.tidegate.rehearsal;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The calls that come, in the order of their arrival.
 *
 * @param source where they are from: {@code rate}, {@code recorded} or {@code arrivals}
 * @param seconds the time in which they come, more than 0
 * @param arrivals one at least, at most {@value #MOST}
 */
record Workload(String source, double seconds, List<Arrival> arrivals) {

  /** The most calls that a rehearsal takes: some 50 MB. */
  static final int MOST = 500_000;

  private static final double NANOS = 1e9;

  Workload {
    requireNonNull(source, "source");
    arrivals = arrivals.stream().sorted(Comparator.comparingLong(Arrival::at)).toList();
    if (arrivals.isEmpty() || arrivals.size() > MOST || !(seconds > 0)) {
      throw new IllegalArgumentException(arrivals.size() + " arrivals in " + seconds + " s");
    }
  }

  /** These arrivals in the time from the first to the last, which takes the place of 0. */
  static Workload of(String source, List<Arrival> arrivals) {
    long first = arrivals.stream().mapToLong(Arrival::at).min().orElse(0);
    long last = arrivals.stream().mapToLong(Arrival::at).max().orElse(0);
    List<Arrival> moved = arrivals.stream().map(each -> each.earlier(first)).toList();
    return new Workload(source, Math.max(1, (last - first) / NANOS), moved);
  }

  /** The mean of {@code tokens} over all calls. */
  double mean(ToIntFunction<Arrival> tokens) {
    return arrivals.stream().mapToInt(tokens).average().orElse(0);
  }
}
