package io.tidegate.metrics;

import java.util.function.LongSupplier;

/**
 * Where the gateway's figures go.
 *
 * <p>Asking twice for the same metric and values gives the same instrument. Values are given for
 * each of the metric's {@link Metric#labels() labels}, in their order; there are few of each
 * (nodes, models, outcomes, reasons), and prompts, keys and ids are never among them. Thread-safe.
 */
public interface Metrics {

  /** Adds up events. */
  interface Counter {
    /** Counts one event. */
    default void increment() {
      add(1);
    }

    /** Counts {@code count} events. */
    void add(long count);
  }

  /** Records values: nanoseconds for a duration, plain numbers otherwise. */
  interface Distribution {
    /** Records one value. */
    void record(long value);
  }

  /** The counter of this metric for these values of its labels. */
  Counter counter(Metric metric, String... values);

  /** The distribution of durations, recorded in nanoseconds and shown in seconds. */
  Distribution duration(Metric metric, String... values);

  /** The distribution of plain numbers. */
  Distribution numbers(Metric metric, String... values);

  /** Shows {@code value} as this gauge until {@link #remove}; replaces an earlier one. */
  void gauge(Metric metric, LongSupplier value, String... values);

  /** Takes the gauge of this metric and these values away. */
  void remove(Metric metric, String... values);
}
