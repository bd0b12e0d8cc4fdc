package io.tidegate.routing.nodes;

import java.time.Duration;

/**
 * Whether a node may be given calls: healthy, ejected for a time, or being probed.
 *
 * <p>Passive outlier ejection after Envoy (consecutive failures, n-th ejection n times as long),
 * re-admission by an active probe only, and slow start from a tenth of the weight. Times are
 * readings of the nano clock. Thread-safe: changes are made under the lock, the balancer reads
 * without it.
 */
public final class NodeHealth {

  /** Where the node stands. */
  public enum State {
    HEALTHY,
    EJECTED,
    PROBED
  }

  private final RoutingConfig config;
  private final SlowStart slowStart;

  private volatile State state = State.HEALTHY;
  private boolean everServed;
  private long served;
  private long readmitted;
  private long ejectedUntil;
  private int failures;
  private int ejections;

  NodeHealth(RoutingConfig config) {
    this.config = config;
    this.slowStart = new SlowStart(config.slowStart());
  }

  /** What is known now. */
  public State state() {
    return state;
  }

  /** Whether calls may be sent to it. */
  public boolean healthy() {
    return state == State.HEALTHY;
  }

  /** The share of its weight that the node may have, from a tenth to the whole. */
  public double ramp(long now) {
    return slowStart.share(now);
  }

  /** A probe or a call has succeeded at {@code now}. */
  public synchronized void succeeded(long now) {
    everServed = true;
    served = now;
    failures = 0;
    if (ejections > 0 && healthy() && now - readmitted > config.maxEjectionTime().toNanos()) {
      ejections = 0;
    }
  }

  /**
   * Counts a failure that was met {@code at} that time, unless something has gone well since; true
   * when there were enough in a row to eject the node.
   */
  public synchronized boolean failed(long at) {
    if (everServed && at - served < 0) {
      return false;
    }
    return ++failures >= config.consecutiveFailures();
  }

  /** Ejects the node for a time that grows with each ejection; false if it already was. */
  public synchronized boolean eject(long now) {
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
  public synchronized boolean startProbe(long now) {
    if (state != State.EJECTED || ejectedUntil - now > 0) {
      return false;
    }
    state = State.PROBED;
    return true;
  }

  /** Ends a probe that was never sent, which says nothing: the next one is due at once. */
  public synchronized void unprobed() {
    if (state == State.PROBED) {
      state = State.EJECTED;
    }
  }

  /** Ends the probe: re-admission with slow start, or another ejection. */
  public synchronized void probed(boolean alive, long now) {
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
