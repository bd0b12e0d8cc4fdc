package io.tidegate.alerting;

import java.time.Duration;
import java.util.OptionalDouble;

/** The last samples of one number; for one thread. */
final class Ring {

  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final long[] times;
  private final double[] values;
  private int first;
  private int size;

  /** A ring of {@code capacity} samples, at least two. */
  Ring(int capacity) {
    times = new long[capacity];
    values = new double[capacity];
  }

  /** Adds a sample, which may push the oldest one out. */
  void add(long time, double value) {
    int at = (first + size) % times.length;
    times[at] = time;
    values[at] = value;
    if (size < times.length) {
      size++;
    } else {
      first = (first + 1) % times.length;
    }
  }

  /** The newest value; there must be one. */
  double last() {
    return values[index(size - 1)];
  }

  /**
   * The growth per second of a counter from the oldest sample that is not before {@code since}. A
   * counter that has become smaller has begun anew, as in Prometheus.
   */
  OptionalDouble rate(long since) {
    int oldest = size - 1;
    double grown = 0;
    while (oldest > 0 && times[index(oldest - 1)] - since >= 0) {
      double before = values[index(oldest - 1)];
      double after = values[index(oldest)];
      grown += after >= before ? after - before : after;
      oldest--;
    }
    long time = times[index(size - 1)] - times[index(oldest)];
    return time == 0 ? OptionalDouble.empty() : OptionalDouble.of(grown * SECOND / time);
  }

  private int index(int position) {
    return (first + position) % times.length;
  }
}
