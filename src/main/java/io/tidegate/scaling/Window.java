package io.tidegate.scaling;

import java.util.ArrayDeque;
import java.util.Deque;

/** The samples of the last while. Not thread-safe; holds as many as are taken in that while. */
final class Window {

  /** One sample, and when it was taken. */
  private record Taken(long at, double value) {}

  private final long span;
  private final Deque<Taken> samples = new ArrayDeque<>();

  /** A window that reaches {@code span} nanoseconds back, with nothing in it. */
  Window(long span) {
    this.span = span;
  }

  /** Takes {@code value} in at {@code now}, and lets go what is older than the window is long. */
  void add(double value, long now) {
    samples.addLast(new Taken(now, value));
    while (now - samples.getFirst().at() >= span) {
      samples.removeFirst();
    }
  }

  /**
   * Takes {@code value} in where only the highest counts: lower ones before it never will again.
   */
  void addHighest(double value, long now) {
    while (!samples.isEmpty() && samples.getLast().value() <= value) {
      samples.removeLast();
    }
    add(value, now);
  }

  /** The mean of the samples within {@code back} nanoseconds before the last one; 0 without any. */
  double mean(long back) {
    long last = samples.isEmpty() ? 0 : samples.getLast().at();
    return samples.stream()
        .filter(sample -> last - sample.at() < back)
        .mapToDouble(Taken::value)
        .average()
        .orElse(0);
  }

  /** The highest sample, where all were taken in by {@link #addHighest}; there must be one. */
  double highest() {
    return samples.getFirst().value();
  }
}
