package io.tidegate.admission;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.function.Consumer;

/**
 * Learns how many attempts a node, or an account, takes at once: the algorithm without the
 * counting.
 *
 * <p>It starts without a bound of its own. Then additive increase and multiplicative decrease on
 * refusals (Chiu and Jain 1989), with TCP's memory of the level where it was crowded (slow start
 * threshold, RFC 5681, section 3.1), and a smooth decrease on the time to first content after
 * Gradient2 of Netflix's concurrency-limits. Not thread-safe.
 */
final class LearnedLimit {

  /** What is kept of the level at which a refusal came, as in Netflix's AIMDLimit. */
  static final double BACK_OFF = 0.9;

  /** Beyond so many times the crowded level, and one more, that was none of the node's own. */
  static final double BEYOND = 1.1;

  /** From this share of the limit on it counts as used: below, more of it would prove nothing. */
  static final double USED = 0.8;

  /** How long a crowded level is avoided; a node that got bigger is found again after that. */
  static final long MEMORY = SECONDS.toNanos(60);

  /** How far one window's correction is followed, as in Gradient2. */
  private static final double SMOOTHING = 0.2;

  private static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  private final Consumer<LimitMove> moves;
  private final Slowness slowness = new Slowness();
  private double value = UNBOUNDED;
  private double crowdedLevel = UNBOUNDED;
  private long crowdedAt;
  private int worked;
  private long workedAt;
  private boolean wasSlow;
  private boolean backedOff;
  private long backedOffAt;

  /** A limit that tells {@code moves} why it moves. */
  LearnedLimit(Consumer<LimitMove> moves) {
    this.moves = requireNonNull(moves, "moves");
  }

  /** The limit under a configured {@code maximum}; at least 1 unless that is 0. */
  int under(int maximum) {
    return (int) Math.min(maximum, value);
  }

  /**
   * How soon first tokens come, as a part of how soon they come with the node at rest and with what
   * is tolerated on top: from 0.5 to 1, and the limit shrinks below 1.
   */
  double speed() {
    return slowness.factor();
  }

  /**
   * Learns from an attempt that has ended.
   *
   * @param inFlight the permits in flight, the attempt's own included
   * @param maximum the configured bound
   * @param now the nano clock's reading
   */
  void observe(Sample sample, int inFlight, int maximum, long now) {
    switch (sample.kind()) {
      case BUSY -> busy(sample, maximum, now);
      case COMPLETED -> completed(sample, inFlight, maximum, now);
      case FAILED, UNREACHABLE, UNSUPPORTED, REJECTED, TIMED_OUT, CANCELLED -> {}
    }
  }

  /** Backs off, once for all refusals of attempts that started before it did. */
  private void busy(Sample sample, int maximum, long now) {
    if (backedOff && sample.started() - backedOffAt <= 0) {
      return;
    }
    backedOff = true;
    backedOffAt = now;
    int level = Math.max(1, Math.min(sample.inFlightAtStart(), under(maximum)));
    // What worked a moment ago, or is nothing to speak of, was too much because of others.
    crowdedLevel = level > Math.max(1, worked(now)) ? level : UNBOUNDED;
    crowdedAt = now;
    worked = 0;
    value = Math.max(1, BACK_OFF * level);
    moves.accept(LimitMove.REFUSED);
  }

  /** The most that was seen to be served at once since it backed off, within the memory. */
  private int worked(long now) {
    return now - workedAt < MEMORY ? worked : 0;
  }

  private void served(Sample sample, long now) {
    boolean since = !backedOff || sample.started() - backedOffAt > 0;
    if (since && sample.inFlightAtStart() >= worked(now)) {
      worked = sample.inFlightAtStart();
      workedAt = now;
    }
  }

  private void completed(Sample sample, int inFlight, int maximum, long now) {
    boolean used = inFlight >= USED * under(maximum);
    served(sample, now);
    if (sample.timed()) {
      slowness.observe(sample.firstContent(), sample.uncachedTokens(), now);
      if (slowness.windowOver(now)) {
        judge(used, maximum, now);
      }
    }
    if (used && value < maximum && slowness.factor() >= 1) {
      grow(now);
    }
  }

  /**
   * Adds one per round of completed attempts around the crowded level, and doubles per round below
   * as well as above: a node that took more than that was crowded by others (CUBIC, RFC 9438, also
   * stays for a while where it lost and then looks further).
   */
  private void grow(long now) {
    if (now - crowdedAt >= MEMORY || value > BEYOND * crowdedLevel + 1) {
      crowdedLevel = UNBOUNDED;
    }
    value += value < BACK_OFF * crowdedLevel ? 1 : 1 / value;
    moves.accept(LimitMove.GREW);
  }

  /** Shrinks a used limit while the node is slow; a queue of the limit's root is allowed. */
  private void judge(boolean used, int maximum, long now) {
    boolean slow = used && slowness.factor() < 1;
    if (slow) {
      double present = Math.min(value, maximum);
      double wanted = present * slowness.factor() + Math.sqrt(present);
      if (!wasSlow) {
        crowdedLevel = present;
      }
      crowdedAt = now;
      if (wanted < present) {
        value = Math.max(1, present + SMOOTHING * (wanted - present));
        moves.accept(LimitMove.SLOW);
      }
    }
    wasSlow = slow;
  }
}
