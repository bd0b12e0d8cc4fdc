package io.tidegate.admission;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many permits a group of limiters has issued and got back.
 *
 * <p>INVARIANT: while nothing is under way both numbers are the same. Thread-safe.
 */
public final class PermitCount {

  private final LongAdder issued = new LongAdder();
  private final LongAdder returned = new LongAdder();

  /** Permits handed out so far. */
  public long issued() {
    return issued.sum();
  }

  /** Permits that came back so far. */
  public long returned() {
    return returned.sum();
  }

  void issue() {
    issued.increment();
  }

  void giveBack() {
    returned.increment();
  }
}
