package io.tidegate.routing;

import io.tidegate.admission.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One capability at one node: its learned limit, its breaker, what is held against it, whether it
 * rests, its times to first content, and the attempts that have none yet.
 *
 * <p>Thread-safe.
 */
final class Serving {

  /** An attempt that takes four times as long as nineteen of twenty took has met a silent node. */
  private static final int LATE = 4;

  /** So many plain calls must be late at once before a node is thought to be silent. */
  private static final int FEWEST_LATE = 3;

  /** A prompt of so many tokens takes no time worth mentioning. */
  private static final long SMALL = 1024;

  private static final double USUAL = 0.95;
  private static final long LEAST_PATIENCE = 1_000_000_000;

  /** A node that had content for anybody within that time works. */
  private static final long LATELY = Duration.ofMinutes(1).toNanos();

  private final Capability capability;
  private final Limiter limiter;
  private final Breaker breaker;
  private final Streak streak;
  private final Offering offering = new Offering();
  private final Respite respite = new Respite();
  private final Latencies streams = new Latencies();
  private final Latencies plains = new Latencies();
  private final PrefillRates rates = new PrefillRates();
  private final Queue<RoutedAttempt> silent = new ConcurrentLinkedQueue<>();

  private volatile long lastContent;
  private volatile boolean content;

  Serving(Capability capability, Limiter limiter, Breaker breaker, Streak streak) {
    this.capability = capability;
    this.limiter = limiter;
    this.breaker = breaker;
    this.streak = streak;
  }

  Capability capability() {
    return capability;
  }

  Limiter limiter() {
    return limiter;
  }

  Breaker breaker() {
    return breaker;
  }

  /** Whether others should be asked first. */
  boolean suspect() {
    return streak.suspect();
  }

  Streak streak() {
    return streak;
  }

  Offering offering() {
    return offering;
  }

  Respite respite() {
    return respite;
  }

  /** How long after {@code time} it may be given calls again, in nanoseconds; 0 if then it may. */
  long rest(long time) {
    return Math.max(respite.rest(time), breaker.rest(time));
  }

  /** A call was answered in full. */
  void served(long now) {
    respite.succeeded();
    streak.served(now);
    offering.served(now);
  }

  /** Within which time most attempts had first content; nothing while too few are known. */
  OptionalLong usualWait(boolean stream, long now) {
    return latencies(stream).quantile(USUAL, now);
  }

  void began(RoutedAttempt attempt) {
    silent.add(attempt);
  }

  void firstContent(RoutedAttempt attempt, long nanos, long now) {
    lastContent = now;
    content = true;
    latencies(attempt.stream()).record(nanos, now);
    if (attempt.stream()) {
      rates.saw(attempt.placement().uncached(), nanos, now);
    }
  }

  /** Whether other attempts than the silent {@code one} have had content here of late. */
  boolean answersOthers(RoutedAttempt one, long now) {
    long age = now - lastContent;
    return content && age < LATELY && age < now - one.started();
  }

  /** How long the node would need for {@code tokens} alone, in nanoseconds; 0 if unknown. */
  long alone(long tokens) {
    return rates.alone(tokens);
  }

  /** The same; 0 also while too little was seen to refuse anybody for it. */
  long surelyAlone(long tokens) {
    return rates.surelyAlone(tokens);
  }

  /** Whether the breaker lets all calls through. */
  boolean closed(long now) {
    return breaker.state(now) == Breaker.State.CLOSED;
  }

  /** Whether one more call may be given to it; few at first after its breaker was open. */
  boolean hasRoom(long now) {
    if (respite.active(now) || !breaker.allows(now) || !limiter.hasRoom()) {
      return false;
    }
    // The probe needs a place and no more: old calls, however many, do not stand in its way.
    return !closed(now) || limiter.inFlight() < Math.ceil(limiter.limit() * breaker.ramp(now));
  }

  /**
   * The attempts that have waited so much longer than usual, while none had content here for as
   * long, that the node must be busy under its 200; oldest first. A slow call among others that get
   * their content proves nothing, and neither does a single plain one, whose answer may be long,
   * unless it is there to try a node that was out: no other is let in before it has ended.
   */
  List<RoutedAttempt> stalled(long now) {
    if (silent.isEmpty()) {
      return List.of();
    }
    List<RoutedAttempt> late = new ArrayList<>();
    OptionalLong stream = usualWait(true, now);
    OptionalLong plain = usualWait(false, now);
    for (Iterator<RoutedAttempt> all = silent.iterator(); all.hasNext(); ) {
      RoutedAttempt attempt = all.next();
      if (!attempt.silent()) {
        all.remove();
      } else if (now - attempt.started() < LEAST_PATIENCE) {
        // In order of their start: nobody behind is late either.
        break;
      } else {
        OptionalLong usual = attempt.stream() ? stream : plain;
        if (usual.isPresent() && late(attempt, usual.getAsLong(), now)) {
          late.add(attempt);
        }
      }
    }
    boolean proof =
        late.size() >= FEWEST_LATE
            || late.stream().anyMatch(one -> one.stream() || one.place().probe());
    return proof ? late : List.of();
  }

  private boolean late(RoutedAttempt attempt, long usual, long now) {
    long tokens = attempt.placement().uncached();
    long prefill = alone(tokens);
    long patience = Math.max(LEAST_PATIENCE, LATE * usual) + 2 * prefill;
    boolean comparable = prefill > 0 || tokens <= SMALL || !attempt.stream();
    return comparable && now - attempt.started() > patience && now - lastContent > patience;
  }

  private Latencies latencies(boolean stream) {
    return stream ? streams : plains;
  }
}
