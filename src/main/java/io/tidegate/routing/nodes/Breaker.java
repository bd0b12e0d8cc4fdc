package io.tidegate.routing.nodes;

import java.time.Duration;

/**
 * Keeps calls for one model away from one node while most of them would fail there.
 *
 * <p>Opens when at least half of ten or more outcomes in ten seconds were bad, or five in a row, or
 * when told to. Once its time is over one call goes through as a probe; a good one closes it, with
 * slow start, a bad one opens it for twice as long. Which outcomes are bad is the caller's to say.
 * Times are readings of the nano clock.
 *
 * <p>INVARIANT: at most one probe is under way, from {@link #tryProbe} until {@link #succeeded},
 * {@link #failed} or {@link #released} is told of it. Thread-safe; a closed breaker is asked
 * without a lock.
 */
public final class Breaker {

  /** Where the breaker stands. */
  public enum State {
    /** Calls go through. */
    CLOSED(0),
    /** One call goes through, to see how it fares. */
    HALF_OPEN(1),
    /** No call goes through. */
    OPEN(2);

    private final int level;

    State(int level) {
      this.level = level;
    }

    /** The number that gauges show: 0 closed, 1 half-open, 2 open. */
    public int level() {
      return level;
    }
  }

  private static final int BAD_IN_A_ROW = 5;
  private static final int FEWEST_OUTCOMES = 10;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** After so long a closed time the next opening is a first one again. */
  private static final Duration PROBATION = Duration.ofMinutes(1);

  private final SlidingSum outcomes = new SlidingSum(10, Duration.ofSeconds(1));
  private final SlidingSum bad = new SlidingSum(10, Duration.ofSeconds(1));
  private final SlowStart slowStart;

  private volatile boolean tripped;
  private long openUntil;
  private Duration pause = FIRST_PAUSE;
  private boolean probing;
  private boolean closedBefore;
  private long closed;
  private int badInARow;
  private String reason = "";

  /** A closed breaker whose node takes {@code slowStart} to get back to its whole weight. */
  public Breaker(Duration slowStart) {
    this.slowStart = new SlowStart(slowStart);
  }

  /** Where it stands at {@code now}. */
  public State state(long now) {
    return tripped ? trippedState(now) : State.CLOSED;
  }

  /** Whether no call may go through before some time has passed. */
  public boolean open(long now) {
    return state(now) == State.OPEN;
  }

  /** How much longer than until {@code time} no call may go through, in nanoseconds, or 0. */
  public synchronized long rest(long time) {
    return tripped ? Math.max(0, openUntil - time) : 0;
  }

  /** Whether a call may be placed: as any other, or as the probe that {@link #tryProbe} claims. */
  public boolean allows(long now) {
    return !tripped || mayProbe(now);
  }

  /**
   * Claims the probe, for a call that is being placed.
   *
   * @return true if the call is the probe. If not it may be placed only if {@link #allows} still
   *     says so: either another call was first, or the breaker is closed.
   */
  public synchronized boolean tryProbe(long now) {
    if (!mayProbe(now)) {
      return false;
    }
    probing = true;
    return true;
  }

  /** A call fared well; {@code probe} if it was the one. Other calls' outcomes close nothing. */
  public synchronized void succeeded(long now, boolean probe) {
    if (!tripped) {
      badInARow = 0;
      outcomes.add(1, now);
      return;
    }
    // A probe that was under way when the breaker was tripped again proves nothing any more.
    if (probe && trippedState(now) == State.HALF_OPEN) {
      close(now);
    }
    probing &= !probe;
  }

  /** A call fared badly; {@code probe} if it was the one. Ignored of others while not closed. */
  public synchronized void failed(long now, boolean probe) {
    if (!tripped) {
      badInARow++;
      outcomes.add(1, now);
      bad.add(1, now);
      judge(now);
    } else if (probe) {
      probing = false;
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
      openUntil = now + pause.toNanos();
      reason = "its probe failed";
    }
  }

  /**
   * A call that is not the probe fared badly, but before others that fared well: it counts towards
   * the half, and ends no row.
   */
  public synchronized void failedBefore(long now) {
    if (!tripped) {
      outcomes.add(1, now);
      bad.add(1, now);
      judge(now);
    }
  }

  /** The probe that failed last would have failed anywhere: another may follow at once. */
  public synchronized void pardon(long now) {
    if (open(now)) {
      pause = pause.compareTo(FIRST_PAUSE) > 0 ? pause.dividedBy(2) : pause;
      openUntil = now;
    }
  }

  /** A call ended without a verdict, cancelled perhaps; if it was the probe, another may follow. */
  public synchronized void released(boolean probe) {
    probing &= !probe;
  }

  /** Opens it for {@code why}, whatever the outcomes were; does nothing while it is open. */
  public synchronized void trip(long now, String why) {
    if (open(now)) {
      return;
    }
    if (closedBefore && now - closed >= PROBATION.toNanos()) {
      pause = FIRST_PAUSE;
    }
    openUntil = now + pause.toNanos();
    reason = why;
    tripped = true;
  }

  /** Why it opened last; empty if it never did. */
  public synchronized String reason() {
    return reason;
  }

  /** The share of its weight that the node may have for this model, 0.1 to 1. */
  public double ramp(long now) {
    return tripped ? SlowStart.LEAST : slowStart.share(now);
  }

  private synchronized State trippedState(long now) {
    return openUntil - now > 0 ? State.OPEN : State.HALF_OPEN;
  }

  private synchronized boolean mayProbe(long now) {
    return tripped && !probing && openUntil - now <= 0;
  }

  private void judge(long now) {
    long all = outcomes.sum(now);
    if (badInARow >= BAD_IN_A_ROW) {
      trip(now, badInARow + " calls in a row failed");
    } else if (all >= FEWEST_OUTCOMES && 2 * bad.sum(now) >= all) {
      trip(now, bad.sum(now) + " of the last " + all + " calls failed");
    }
  }

  private void close(long now) {
    // First slow, then open to all: readers do not take the lock.
    slowStart.begin(now);
    tripped = false;
    closedBefore = true;
    closed = now;
    badInARow = 0;
    outcomes.clear();
    bad.clear();
  }
}
