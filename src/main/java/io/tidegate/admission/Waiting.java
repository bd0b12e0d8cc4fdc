package io.tidegate.admission;

import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import java.util.Comparator;

/**
 * A call in the queue.
 *
 * @param candidate the call
 * @param retry whether it had a place before, so that it goes first
 * @param number counts the arrivals of its lane
 * @param arrived when it came, on the nano clock
 * @param expires when its patience ends, on the nano clock
 * @param tokens what it is expected to cost
 * @param needs what decides which places it may use
 */
record Waiting(
    Candidate candidate,
    boolean retry,
    long number,
    long arrived,
    long expires,
    long tokens,
    Object needs) {

  /** The first to come is the first. */
  static final Comparator<Waiting> ARRIVAL = Comparator.comparingLong(Waiting::number);

  /** The one whose patience ends first is the first. */
  static final Comparator<Waiting> EXPIRY =
      ((Comparator<Waiting>) (a, b) -> Long.signum(a.expires - b.expires)).thenComparing(ARRIVAL);

  /** Retries, then the others, each in the order in which their patience ends. */
  static final Comparator<Waiting> TURN =
      Comparator.comparing((Waiting waiting) -> !waiting.retry).thenComparing(EXPIRY);

  Priority priority() {
    return candidate.call().terms().priority();
  }

  TenantId tenant() {
    return candidate.call().tenant();
  }

  /** Whether it may use some places only, so that its wait does not tell how fast all come free. */
  boolean pinned() {
    return candidate.call().terms().pinned();
  }

  /** Whether its client was refused before and has come again. */
  boolean returns() {
    return candidate.call().terms().retries() > 0;
  }

  int bytes() {
    return candidate.call().request().size();
  }

  long patience() {
    return expires - arrived;
  }

  long waited(long now) {
    return now - arrived;
  }

  boolean expired(long now) {
    return expires - now <= 0;
  }
}
