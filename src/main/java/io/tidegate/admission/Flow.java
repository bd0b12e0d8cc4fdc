package io.tidegate.admission;

import java.util.TreeSet;

/**
 * What one tenant has waiting in one priority of a lane, with its account for the round robin.
 *
 * <p>Whose patience ends first goes first. Once the oldest call has waited for so long that
 * prediction has failed ({@link Margin#lifoFrom}), the newest goes first instead, because the old
 * ones are lost anyway and would take the new ones with them (adaptive LIFO: B. Maurer, "Fail at
 * Scale", ACM Queue 2015). Retries are in front in any case. Guarded by the lane's lock.
 */
final class Flow {

  /** Tokens per tenant and lap, below the cost of most calls, so that nobody gets two in a row. */
  static final long QUANTUM = 1024;

  private final TreeSet<Waiting> turns = new TreeSet<>(Waiting.TURN);
  private final TreeSet<Waiting> arrivals = new TreeSet<>(Waiting.ARRIVAL);
  private long tokens;
  private long deficit;
  private int misses;

  void add(Waiting waiting) {
    turns.add(waiting);
    if (!waiting.retry()) {
      arrivals.add(waiting);
    }
    tokens += waiting.tokens();
  }

  void remove(Waiting waiting) {
    turns.remove(waiting);
    arrivals.remove(waiting);
    tokens -= waiting.tokens();
  }

  boolean isEmpty() {
    return turns.isEmpty();
  }

  int size() {
    return turns.size();
  }

  /** What all its calls cost together. */
  long tokens() {
    return tokens;
  }

  /** Who is next; the flow must not be empty. */
  Waiting head(long now, double lifoFrom) {
    Waiting first = turns.first();
    return first.retry() || !stale(now, lifoFrom) ? first : arrivals.last();
  }

  /** The last to come that is no retry, or null. */
  Waiting newest() {
    return arrivals.isEmpty() ? null : arrivals.last();
  }

  /** After how many laps of the round robin the account covers {@code head}. */
  long laps(Waiting head) {
    long missing = head.tokens() - deficit;
    return missing <= 0 ? 0 : (missing + QUANTUM - 1) / QUANTUM;
  }

  /** Credits {@code laps}; no more than one beyond what {@code head} needs, if that is blocked. */
  void credit(long laps, Waiting head) {
    deficit = Math.min(deficit + laps * QUANTUM, head.tokens() + QUANTUM);
  }

  void served(Waiting waiting) {
    deficit -= waiting.tokens();
    misses = 0;
  }

  void missed() {
    misses++;
  }

  /** How often in a row no place was found for its head. */
  int misses() {
    return misses;
  }

  private boolean stale(long now, double lifoFrom) {
    Waiting oldest = arrivals.first();
    return oldest.waited(now) > lifoFrom * oldest.patience();
  }
}
