package io.tidegate.admission;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * The calls of a flow that may use the same places, so that one of them is blocked by none of
 * another strand (virtual output queueing: Y. Tamir, G. Frazier, ISCA 1988).
 *
 * <p>Within a strand only the price makes a difference: where its head finds no place, its cheapest
 * call is the one that still may. Guarded by the lane's lock.
 */
final class Strand {

  /** Those that were served the last time they were tried, then who was passed over first. */
  static final Comparator<Strand> MISSED =
      Comparator.<Strand>comparingLong(strand -> strand.missed)
          .thenComparingLong(strand -> strand.number);

  private static final Comparator<Waiting> COST =
      Comparator.comparingLong(Waiting::tokens).thenComparing(Waiting.ARRIVAL);

  private final long number;
  private final Line line = new Line();
  private final TreeSet<Waiting> byCost = new TreeSet<>(COST);
  private long missed;

  /** An empty strand; {@code number} is its own within the flow. */
  Strand(long number) {
    this.number = number;
  }

  void add(Waiting waiting) {
    line.add(waiting);
    byCost.add(waiting);
  }

  void remove(Waiting waiting) {
    line.remove(waiting);
    byCost.remove(waiting);
  }

  boolean isEmpty() {
    return line.isEmpty();
  }

  /** Who is next; the strand must not be empty. */
  Waiting head(long now, double lifoFrom) {
    return line.head(now, lifoFrom);
  }

  /** The one whose patience ends first: all are retries, or none; it must not be empty. */
  Waiting soonest() {
    return line.soonest();
  }

  /** Whoever costs least, if that is less than {@code head} costs; else null. */
  Waiting cheaperThan(Waiting head) {
    Waiting cheapest = byCost.first();
    return cheapest.tokens() < head.tokens() ? cheapest : null;
  }

  /** The number of the try in which no place was found for it; 0 if it was served since. */
  long missed() {
    return missed;
  }

  /** Sets the above; only for the flow, which keeps its strands in the order of it. */
  void missed(long number) {
    missed = number;
  }
}
