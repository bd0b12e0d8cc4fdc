package io.tidegate.routing;

import java.time.Duration;

/**
 * Whether a node may be given calls: healthy, ejected for a time, or being probed.
 *
 * <p>Passive outlier ejection after Envoy (consecutive failures, n-th ejection n times as long),
 * re-admission by an active probe only, and slow start from a tenth of the weight. Times are
 * readings of the nano clock. Thread-safe: changes are made under the lock, the balancer reads
 * without it.
 */
final class NodeHealth {

  /** Where the node stands. */
  enum State {
    HEALTHY,
    EJECTED,
    PROBED
  }

  private static final Duration FIRST_COOLING = Duration.ofMillis(250);
  private static final int MOST_DOUBLINGS = 4;

  private final RoutingConfig config;
  private final SlowStart slowStart;

  private volatile State state = State.HEALTHY;
  private volatile boolean cooling;
  private volatile long coolUntil;
  private boolean everServed;
  private long served;
  private long readmitted;
  private long ejectedUntil;
  private int failures;
  private int busy;
  private int ejections;

  NodeHealth(RoutingConfig config) {
    this.config = config;
    this.slowStart = new SlowStart(config.slowStart());
  }

  State state() {
    return state;
  }

  boolean healthy() {
    return state == State.HEALTHY;
  }

  /** Whether the node asked a moment ago to be left alone. */
  boolean cooling(long now) {
    return cooling && coolUntil - now > 0;
  }

  /** How much longer than until {@code time} it asked to be left alone, in nanoseconds, or 0. */
  long rest(long time) {
    return cooling ? Math.max(0, coolUntil - time) : 0;
  }

  /** The share of its weight that the node may have, from a tenth to the whole. */
  double ramp(long now) {
    return slowStart.share(now);
  }

  synchronized void succeeded(long now) {
    everServed = true;
    served = now;
    failures = 0;
    busy = 0;
    if (ejections > 0 && healthy() && now - readmitted > config.maxEjectionTime().toNanos()) {
      ejections = 0;
    }
  }

  /**
   * Leaves the node alone for {@code pause}. When null: not at all the first time, since one busy
   * answer among good ones says that the limit is reached, and for a growing moment from then on.
   */
  synchronized void busy(long now, Duration pause) {
    Duration own = busy == 0 ? Duration.ZERO : FIRST_COOLING.multipliedBy(1L << (busy - 1));
    busy = Math.min(busy + 1, MOST_DOUBLINGS);
    long until = now + (pause == null ? own : pause).toNanos();
    // A time the node asked for is not cut short by another call that was busy without one.
    if (!cooling(now) || until - coolUntil > 0) {
      coolUntil = until;
    }
    cooling = true;
  }

  /**
   * Counts a failure that was met {@code at} that time, unless something has gone well since; true
   * when there were enough in a row to eject the node.
   */
  synchronized boolean failed(long at) {
    if (everServed && at - served < 0) {
      return false;
    }
    return ++failures >= config.consecutiveFailures();
  }

  /** Ejects the node for a time that grows with each ejection; false if it already was. */
  synchronized boolean eject(long now) {
    if (state == State.EJECTED) {
      return false;
    }
    ejections++;
    Duration time = config.ejectionTime().multipliedBy(ejections);
    Duration longest = config.maxEjectionTime();
    ejectedUntil = now + (time.compareTo(longest) > 0 ? longest : time).toNanos();
    state = State.EJECTED;
    failures = 0;
    return true;
  }

  /** Claims the one probe that is due once an ejection is over. */
  synchronized boolean startProbe(long now) {
    if (state != State.EJECTED || ejectedUntil - now > 0) {
      return false;
    }
    state = State.PROBED;
    return true;
  }

  /** Ends the probe: re-admission with slow start, or another ejection. */
  synchronized void probed(boolean alive, long now) {
    if (state != State.PROBED) {
      return;
    }
    if (alive) {
      failures = 0;
      readmitted = now;
      slowStart.begin(now);
      state = State.HEALTHY;
    } else {
      eject(now);
    }
  }
}
