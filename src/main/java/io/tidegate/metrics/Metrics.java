package io.tidegate.metrics;

import java.util.function.LongSupplier;

/**
 * Where the gateway's figures go.
 *
 * <p>Asking twice for the same name and labels gives the same instrument. Labels are bounded sets
 * (node, model, outcome, reason), never prompts, keys or ids. Thread-safe.
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

  /** The counter of this name and these labels, given as name, value, name, value. */
  Counter counter(String name, String... labels);

  /** The distribution of durations, recorded in nanoseconds and shown in seconds. */
  Distribution duration(String name, String... labels);

  /** The distribution of plain numbers. */
  Distribution numbers(String name, String... labels);

  /** Shows {@code value} under this name until {@link #remove}; replaces an earlier one. */
  void gauge(String name, LongSupplier value, String... labels);

  /** Takes the gauge of this name and these labels away. */
  void remove(String name, String... labels);
}
