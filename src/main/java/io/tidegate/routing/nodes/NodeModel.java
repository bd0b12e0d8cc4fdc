package io.tidegate.routing.nodes;

import io.tidegate.admission.Limiter;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * One capability at one node: its learned limit, its breaker, what is held against it, whether it
 * rests, and its times to first content.
 *
 * <p>Thread-safe.
 */
public final class NodeModel {

  /** An attempt that takes four times as long as nineteen of twenty took has met a silent node. */
  private static final int LATE = 4;

  /** A prompt of so many tokens takes no time worth mentioning. */
  private static final long SMALL = 1024;

  private static final double USUAL = 0.95;

  /** No attempt is lost before it was silent for so long, in nanoseconds. */
  public static final long LEAST_PATIENCE = 1_000_000_000;

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

  private volatile long lastContent;
  private volatile boolean content;

  NodeModel(Capability capability, Limiter limiter, Breaker breaker, Streak streak) {
    this.capability = capability;
    this.limiter = limiter;
    this.breaker = breaker;
    this.streak = streak;
  }

  /** The model and operation it is about. */
  public Capability capability() {
    return capability;
  }

  /** Its learned limit. */
  public Limiter limiter() {
    return limiter;
  }

  /** Its breaker. */
  public Breaker breaker() {
    return breaker;
  }

  /** Whether others should be asked first. */
  public boolean suspect() {
    return streak.suspect();
  }

  /** Its failures since it last went well. */
  public Streak streak() {
    return streak;
  }

  /** Whether the node has it at all, as far as its refusals tell. */
  public Offering offering() {
    return offering;
  }

  /** Whether it rests, and until when. */
  public Respite respite() {
    return respite;
  }

  /** How long after {@code time} it may be given calls again, in nanoseconds; 0 if then it may. */
  public long rest(long time) {
    return Math.max(respite.rest(time), breaker.rest(time));
  }

  /** A call that began at {@code started} was answered in full. */
  public void served(long started, long now) {
    respite.succeeded(started);
    streak.served(now);
    offering.served(now);
  }

  /** Within which time most attempts had first content; nothing while too few are known. */
  public OptionalLong usualWait(boolean stream, long now) {
    return latencies(stream).quantile(USUAL, now);
  }

  /**
   * An attempt has content {@code nanos} nanoseconds after its start.
   *
   * @param uncached the tokens that the node had to compute before its first
   */
  public void firstContent(boolean stream, long uncached, long nanos, long now) {
    lastContent = now;
    content = true;
    latencies(stream).record(nanos, now);
    if (stream) {
      rates.saw(uncached, nanos, now);
    }
  }

  /** Whether attempts have had content here of late, and since {@code started}. */
  public boolean answersOthers(long started, long now) {
    long age = now - lastContent;
    return content && age < LATELY && age < now - started;
  }

  /** How long the node would need for {@code tokens} alone, in nanoseconds; 0 if unknown. */
  long alone(long tokens) {
    return rates.alone(tokens);
  }

  /** The same; 0 also while too little was seen to refuse anybody for it. */
  public long surelyAlone(long tokens) {
    return rates.surelyAlone(tokens);
  }

  /** Whether the breaker lets all calls through. */
  public boolean closed(long now) {
    return breaker.state(now) == Breaker.State.CLOSED;
  }

  /** Whether one more call may be given to it; few at first after its breaker was open. */
  public boolean hasRoom(long now) {
    if (respite.active(now) || !breaker.allows(now) || !limiter.hasRoom()) {
      return false;
    }
    // The probe needs a place and no more: old calls, however many, do not stand in its way.
    return !closed(now) || limiter.inFlight() < Math.ceil(limiter.limit() * breaker.ramp(now));
  }

  /** How long attempts may be silent here, by what was usual until {@code now}. */
  public Patience patience(long now) {
    return new Patience(this, usualWait(true, now), usualWait(false, now), now);
  }

  /**
   * How long attempts may be silent, at one moment.
   *
   * @param stream the usual wait of streams, in nanoseconds; empty while too few are known
   * @param plain the usual wait of plain calls
   */
  public record Patience(NodeModel serving, OptionalLong stream, OptionalLong plain, long now) {

    /**
     * Whether an attempt that began at {@code started} has waited so much longer than usual, while
     * none had content here for as long, that the node must be busy under its 200.
     *
     * @param uncached the tokens that the node has to compute before its first
     */
    public boolean lost(boolean streamed, long uncached, long started) {
      OptionalLong usual = streamed ? stream : plain;
      long prefill = serving.alone(uncached);
      if (usual.isEmpty() || (prefill == 0 && uncached > SMALL && streamed)) {
        return false;
      }
      long most = Math.max(LEAST_PATIENCE, LATE * usual.getAsLong()) + 2 * prefill;
      return now - started > most && now - serving.lastContent > most;
    }
  }

  private Latencies latencies(boolean stream) {
    return stream ? streams : plains;
  }
}
