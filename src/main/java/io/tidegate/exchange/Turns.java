package io.tidegate.exchange;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets any number of threads want a step of work that only one may do at a time.
 *
 * <p>The first one does it, again for each wish that came meanwhile; the others go on. Never
 * blocks. INVARIANT: after each call a whole step begins, and no two steps overlap.
 */
public final class Turns {

  private final AtomicInteger wishes = new AtomicInteger();

  /** Does {@code step}, or leaves it to the thread that is at it. */
  public void take(Runnable step) {
    int missed = 1;
    if (wishes.getAndIncrement() == 0) {
      do {
        step.run();
        missed = wishes.addAndGet(-missed);
      } while (missed != 0);
    }
  }
}
