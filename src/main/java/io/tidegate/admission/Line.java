package io.tidegate.admission;

import java.util.TreeSet;

/**
 * Waiting calls in the order in which they are served.
 *
 * <p>Whose patience ends first goes first. Once the oldest call has waited for so long that
 * prediction has failed ({@link WaitMargin#lifoFrom}), the newest goes first instead, because the
 * old ones are lost anyway and would take the new ones with them (adaptive LIFO: B. Maurer, "Fail
 * at Scale", ACM Queue 2015). Retries are in front in any case. Guarded by the lane's lock.
 */
final class Line {

  private final TreeSet<Waiting> turns = new TreeSet<>(Waiting.TURN);
  private final TreeSet<Waiting> arrivals = new TreeSet<>(Waiting.ARRIVAL);

  void add(Waiting waiting) {
    turns.add(waiting);
    if (!waiting.retry()) {
      arrivals.add(waiting);
    }
  }

  void remove(Waiting waiting) {
    turns.remove(waiting);
    arrivals.remove(waiting);
  }

  boolean isEmpty() {
    return turns.isEmpty();
  }

  int size() {
    return turns.size();
  }

  /** Who is next; the line must not be empty. */
  Waiting head(long now, double lifoFrom) {
    Waiting first = soonest();
    return first.retry() || !stale(now, lifoFrom) ? first : arrivals.last();
  }

  /** Of the retries, if there are any, the one whose patience ends first; else of the others. */
  Waiting soonest() {
    return turns.first();
  }

  /** The last to come that is no retry, or null. */
  Waiting newest() {
    return arrivals.isEmpty() ? null : arrivals.last();
  }

  private boolean stale(long now, double lifoFrom) {
    Waiting oldest = arrivals.first();
    return oldest.waited(now) > lifoFrom * oldest.patience();
  }
}
