package io.tidegate.admission;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What one tenant has waiting in one priority of a lane, with its account for the turns.
 *
 * <p>The orders that {@link FairTurns} keeps depend on all that changes here, so only that changes
 * it. Guarded by the lane's lock.
 */
final class Flow {

  private final long number;
  private final Line line = new Line();
  private final Map<Object, Strand> strands = new HashMap<>();
  private final TreeSet<Strand> byMissed = new TreeSet<>(Strand.MISSED);
  private final ControlledDelay delay;
  private long tokens;
  private long start;
  private long strandsSoFar;

  /** An empty flow, the {@code number}-th of its class, whose turn begins at {@code start}. */
  Flow(long number, long start, ControlledDelay delay) {
    this.number = number;
    this.start = start;
    this.delay = delay;
  }

  void add(Waiting waiting) {
    line.add(waiting);
    Strand strand = strands.computeIfAbsent(waiting.needs(), needs -> new Strand(strandsSoFar++));
    strand.add(waiting);
    byMissed.add(strand);
    tokens += waiting.tokens();
  }

  void remove(Waiting waiting) {
    line.remove(waiting);
    Strand strand = of(waiting);
    strand.remove(waiting);
    if (strand.isEmpty()) {
      byMissed.remove(strand);
      strands.remove(waiting.needs());
    }
    tokens -= waiting.tokens();
  }

  boolean isEmpty() {
    return line.isEmpty();
  }

  int size() {
    return line.size();
  }

  /** How its calls have to wait. */
  ControlledDelay delay() {
    return delay;
  }

  /** What all its calls cost together. */
  long tokens() {
    return tokens;
  }

  /** Tells flows of one class apart. */
  long number() {
    return number;
  }

  /** When its turn begins, in the tokens that a flow with a share of its own would have had. */
  long start() {
    return start;
  }

  /** Puts its turn off to {@code virtual}, if that is later. */
  void startFrom(long virtual) {
    start = Math.max(start, virtual);
  }

  /** Who is next; the flow must not be empty. */
  Waiting head(long now, double lifoFrom) {
    return line.head(now, lifoFrom);
  }

  /** The last to come that is no retry, or null. */
  Waiting newest() {
    return line.newest();
  }

  /** The strand that {@code waiting}, which is in the flow, belongs to. */
  Strand of(Waiting waiting) {
    return strands.get(waiting.needs());
  }

  /** Its strand whose try is due first, of those not among {@code tried}; or null. */
  Strand due(Collection<Strand> tried) {
    for (Strand strand : byMissed) {
      if (!tried.contains(strand)) {
        return strand;
      }
    }
    return null;
  }

  /** Its strands, as they are now. */
  List<Strand> strands() {
    return List.copyOf(byMissed);
  }

  /** When the first of its strands was passed over, as {@link Strand#missed}. */
  long missed() {
    return byMissed.first().missed();
  }

  /** No place was found for {@code strand} in the {@code number}-th try of all. */
  void passOver(Strand strand, long number) {
    byMissed.remove(strand);
    strand.missed(number);
    byMissed.add(strand);
  }

  /** Charges {@code waiting}, which is still in the flow and has a place now. */
  void served(Waiting waiting) {
    passOver(of(waiting), 0);
    start += waiting.tokens();
  }
}
