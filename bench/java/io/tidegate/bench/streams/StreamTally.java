package io.tidegate.bench.streams;

import java.util.Locale;

/** What became of the streams of a run; for one thread. */
final class StreamTally {

  final Histogram delays = new Histogram();
  final Histogram firsts = new Histogram();
  long begun;
  long complete;
  long broken;
  long refused;
  int refusal;
  long errorEvents;
  long mostAtOnce;
  private boolean counting;
  private long events;
  private long lost;
  private long doubled;
  private long foreign;

  /** From now on times count; order and loss always do. */
  void count(boolean now) {
    counting = now;
  }

  boolean counting() {
    return counting;
  }

  long events() {
    return events;
  }

  /** Takes an event; the number of the last one in order from now on. */
  long event(boolean own, long last, long number, long delay) {
    events++;
    if (!own) {
      foreign++;
      return last;
    }
    if (counting) {
      delays.add(delay);
    }
    if (number <= last) {
      doubled++;
      return last;
    }
    lost += number - last - 1;
    return number;
  }

  /** The stream has ended properly after {@code last} of {@code expected} events. */
  void ended(long last, long expected) {
    complete++;
    lost += expected - last;
  }

  /** Whether each event came once, in order, in its own stream, and each stream to its end. */
  boolean faultless() {
    return lost + doubled + foreign + broken + refused + errorEvents == 0 && complete > 0;
  }

  /** All figures as {@code name=value}, in one line. */
  String line(double seconds, long counted) {
    return String.format(
        Locale.ROOT,
        "begun=%d complete=%d most_at_once=%d events=%d lost=%d doubled_or_reordered=%d foreign=%d"
            + " broken=%d refused=%d last_refusal=%d error_events=%d events_per_s=%.0f"
            + " first_p50_us=%.0f first_p99_us=%.0f delay_p50_us=%.0f delay_p95_us=%.0f"
            + " delay_p99_us=%.0f delay_max_us=%.0f",
        begun,
        complete,
        mostAtOnce,
        events,
        lost,
        doubled,
        foreign,
        broken,
        refused,
        refusal,
        errorEvents,
        counted / seconds,
        firsts.microsAt(0.5),
        firsts.microsAt(0.99),
        delays.microsAt(0.5),
        delays.microsAt(0.95),
        delays.microsAt(0.99),
        delays.mostMicros());
  }
}
