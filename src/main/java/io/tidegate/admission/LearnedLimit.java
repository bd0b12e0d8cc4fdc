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
 * Gradient2 of Netflix's concurrency-limits. Where whole answers take much longer than they did at
 * rest, it comes down at once to what Little's law says is being worked at, as TCP Vegas (Brakmo
 * and Peterson 1995) tells from round trips what lies in a queue; and it goes back if less was done
 * with that. Not thread-safe.
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

  /** A refused level is tried again no sooner: each try costs a call its place. */
  static final long HELD = SECONDS.toNanos(1);

  /** How far one window's correction is followed, as in Gradient2. */
  private static final double SMOOTHING = 0.2;

  /** Answers that take so many times as long as at rest show that some calls wait at the node. */
  private static final double CROWDED = 2;

  /** From this share of the limit on a node is looked at for that. */
  private static final double HALF = 0.5;

  /** Up to so many times it may be given more: a short queue keeps all its places busy. */
  private static final double CALM = 1.5;

  /** So many answers lead to a try. */
  private static final int LEADING = 30;

  /** So many answers decide about a try. */
  private static final int DECIDING = 60;

  /** After a try that was wrong there is none for so many times as long as it took. */
  private static final long QUIET = 10;

  private static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  private final Consumer<LimitMove> moves;
  private final Slowness slowness = new Slowness();
  private final Pace pace = new Pace();
  private double value = UNBOUNDED;
  private double crowdedLevel = UNBOUNDED;
  private long crowdedAt;
  private int worked;
  private long workedAt;
  private boolean wasSlow;
  private boolean queues;

  /** The last change that had to prove itself, or has to while {@code trying}; null before any. */
  private Pace.Try tried;

  private boolean trying;
  private long quietUntil;

  /** Whether it has had so few calls that it did less: then none of them had waited. */
  private boolean restKnown;

  private final RefusalBurst burst = new RefusalBurst();

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
      case BUSY -> busy(sample, inFlight, maximum, now);
      case COMPLETED -> completed(sample, inFlight, maximum, now);
      case FAILED, UNREACHABLE, UNSUPPORTED, REJECTED, TIMED_OUT, CANCELLED -> {}
    }
  }

  /**
   * Backs off, once for all refusals of a burst: below the first, and further down to what the node
   * has kept of the burst when the last of them has come. For as long as it asks for it is not
   * tried with so many again.
   */
  private void busy(Sample sample, int inFlight, int maximum, long now) {
    if (!burst.holds(sample.started())) {
      value = Math.max(1, under(maximum)); // Without a place now there will be one.
      burst.begin((int) value, worked(now), now);
      trying = false;
      worked = 0;
      crowdedLevel = UNBOUNDED;
      moves.accept(LimitMove.REFUSED);
    }
    burst.add(sample, now + Math.max(HELD, sample.pause()), now);
    int crowd = burst.crowd(inFlight);
    // Where much more worked a moment ago, or this is nothing to speak of, it was due to others.
    boolean own = crowd > 1 && burst.worked() <= BEYOND * crowd;
    double kept = own ? Math.min(crowd - 1, burst.worked()) : 0;
    value = Math.min(value, Math.max(1, Math.max(BACK_OFF * crowd, kept)));
    crowdedLevel = own ? Math.min(crowdedLevel, crowd) : UNBOUNDED;
    crowdedAt = now;
  }

  /** The most that was seen to be served at once since it backed off, within the memory. */
  private int worked(long now) {
    return now - workedAt < MEMORY ? worked : 0;
  }

  private void served(Sample sample, long now) {
    boolean since = burst.beganBefore(sample.started());
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
    if (sample.whole()) {
      pace(sample, inFlight >= HALF * under(maximum), maximum, now);
    }
    if (used && value < maximum && slowness.factor() >= 1 && calm(now)) {
      grow(now);
    }
  }

  /** Whether nothing speaks against more calls in how long whole answers take. */
  private boolean calm(long now) {
    return refuses(now) || (pace.slowness() <= CALM && !trying);
  }

  /** Whether the node refuses what is too much: then it lets nobody wait. */
  private boolean refuses(long now) {
    return burst.within(MEMORY, now);
  }

  private void pace(Sample sample, boolean used, int maximum, long now) {
    // What began before a try has met the node with more or fewer calls.
    if (tried != null && sample.started() - tried.at() < 0) {
      return;
    }
    pace.observe(sample, now);
    if (pace.windowOver(trying ? DECIDING : LEADING, now) && used && !refuses(now)) {
      if (trying) {
        conclude(now);
      } else if (pace.slowness() > CALM) {
        crowded(maximum, now);
      }
    }
  }

  /**
   * Lets the node come down to what it works at, if some seem to wait; if it has seemed to be close
   * to that for long, tries whether it works at more.
   */
  private void crowded(int maximum, long now) {
    crowdedAt = now;
    if (tried != null && now - quietUntil < 0) {
      return;
    }
    double wanted = Math.max(1, pace.atWork() + Math.sqrt(pace.atWork()));
    if (pace.slowness() > CROWDED && wanted < value) {
      tryWith(pace.tryFewer(wanted, value, now));
      queues = true;
      crowdedLevel = wanted;
    } else if (tried != null && now - tried.at() >= MEMORY && value < maximum) {
      tryWith(pace.tryMore(value, maximum, now));
    }
  }

  private void tryWith(Pace.Try change) {
    tried = change;
    trying = true;
    moves.accept(change.to() < value ? LimitMove.SLOW : LimitMove.GREW);
    value = change.to();
  }

  /**
   * Goes back to the level of before if the node does not do more with more calls, or does less
   * with fewer: for then they had not waited.
   */
  private void conclude(long now) {
    boolean more = value > tried.from();
    boolean stays = tried.holds(pace.throughput());
    trying = false;
    if (!stays) {
      moves.accept(more ? LimitMove.SLOW : LimitMove.GREW);
      value = tried.from();
      quietUntil = now + QUIET * (now - tried.at());
    }
    if (tried.further() && !stays) {
      restKnown = true;
    } else if (stays && !more) {
      descend(now);
    } else if (stays == more) {
      pace.rebase();
      restKnown = false;
      queues = false;
      crowdedLevel = UNBOUNDED;
    }
  }

  /**
   * Tries whether the node does as much with still fewer: how long answers take with it at rest is
   * not known well where calls have waited since the first of them.
   */
  private void descend(long now) {
    Pace.Try fewer = pace.tryStillFewer(tried, now);
    if (fewer.to() < value && !restKnown && !pace.rested(fewer.throughput())) {
      tryWith(fewer);
      crowdedLevel = fewer.to();
    }
  }

  /**
   * Adds one per round of completed attempts around the crowded level, and doubles per round below
   * as well as above: a node that took more than that was crowded by others (CUBIC, RFC 9438, also
   * stays for a while where it lost and then looks further).
   */
  private void grow(long now) {
    if (now - crowdedAt >= MEMORY || (!queues && value > BEYOND * crowdedLevel + 1)) {
      crowdedLevel = UNBOUNDED;
      queues = false;
    }
    double grown = value + (value < BACK_OFF * crowdedLevel ? 1 : 1 / value);
    double next = Math.min(grown, ceiling(now));
    if (next > value) {
      value = next;
      moves.accept(LimitMove.GREW);
    }
  }

  /** What the limit stays below: the level that was refused, while the node wants no more. */
  private double ceiling(long now) {
    if (!burst.held(now)) {
      return UNBOUNDED;
    }
    return crowdedLevel == UNBOUNDED ? value : crowdedLevel - 1;
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
