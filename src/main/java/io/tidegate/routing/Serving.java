package io.tidegate.routing;

import io.tidegate.admission.Limiter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One model at one node: its learned limit, its breaker, its times to first content, and the
 * attempts that have none yet.
 *
 * <p>Thread-safe.
 */
final class Serving {

  /** An attempt that takes four times as long as nineteen of twenty took has met a silent node. */
  private static final int LATE = 4;

  private static final double USUAL = 0.95;
  private static final long LEAST_PATIENCE = 1_000_000_000;

  private final Limiter limiter;
  private final Breaker breaker;
  private final Latencies streams = new Latencies();
  private final Latencies plains = new Latencies();
  private final PrefillRates rates = new PrefillRates();
  private final Queue<RoutedAttempt> silent = new ConcurrentLinkedQueue<>();

  Serving(Limiter limiter, Breaker breaker) {
    this.limiter = limiter;
    this.breaker = breaker;
  }

  Limiter limiter() {
    return limiter;
  }

  Breaker breaker() {
    return breaker;
  }

  /** Within which time most attempts had first content; nothing while too few are known. */
  OptionalLong usualWait(boolean stream, long now) {
    return latencies(stream).quantile(USUAL, now);
  }

  void began(RoutedAttempt attempt) {
    silent.add(attempt);
  }

  void firstContent(RoutedAttempt attempt, long nanos, long now) {
    latencies(attempt.stream()).record(nanos, now);
    if (attempt.stream()) {
      rates.saw(attempt.placement().uncached(), nanos);
    }
  }

  /** How long the node would need for {@code tokens} alone, in nanoseconds; 0 if unknown. */
  long alone(long tokens) {
    return rates.alone(tokens);
  }

  /** Whether the breaker lets all calls through. */
  boolean closed(long now) {
    return breaker.state(now) == Breaker.State.CLOSED;
  }

  /** Whether one more call may be given to it; few at first after its breaker was open. */
  boolean hasRoom(long now) {
    return breaker.allows(now)
        && limiter.hasRoom()
        && limiter.inFlight() < Math.ceil(limiter.limit() * breaker.ramp(now));
  }

  /**
   * The attempts that have waited for content so much longer than usual that the node must be busy
   * under its 200, oldest first.
   */
  List<RoutedAttempt> stalled(long now) {
    List<RoutedAttempt> stalled = new ArrayList<>();
    for (Iterator<RoutedAttempt> all = silent.iterator(); all.hasNext(); ) {
      RoutedAttempt attempt = all.next();
      if (now - attempt.started() < LEAST_PATIENCE) {
        // In order of their start: nobody behind is late either.
        break;
      }
      if (!attempt.silent()) {
        all.remove();
        continue;
      }
      OptionalLong usual = usualWait(attempt.stream(), now);
      if (usual.isPresent() && now - attempt.started() > patience(attempt, usual.getAsLong())) {
        stalled.add(attempt);
      }
    }
    return stalled;
  }

  private long patience(RoutedAttempt attempt, long usual) {
    return Math.max(LEAST_PATIENCE, LATE * usual) + 2 * alone(attempt.placement().uncached());
  }

  private Latencies latencies(boolean stream) {
    return stream ? streams : plains;
  }
}
