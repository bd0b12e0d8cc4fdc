package io.tidegate.work;

import static java.util.Objects.requireNonNull;

/**
 * A duty that falls due once in a period, on the clock of whoever ticks it. For one thread at a
 * time.
 */
public final class PeriodicDuty {

  private final long period;
  private final Duty duty;
  private long next;

  /** {@code duty} once in a {@code period}, in the unit of the clock; due at the first tick. */
  public PeriodicDuty(long period, Duty duty) {
    this.period = period;
    this.duty = requireNonNull(duty, "duty");
  }

  /**
   * Begins the duty if it is due at {@code now} and not under way. A clock that was set back makes
   * nobody wait for longer than a period.
   */
  public void tick(long now) {
    boolean due = now >= next || next - now > period;
    if (due && !duty.isUnderWay()) {
      next = now + period;
      duty.begin();
    }
  }
}
