package io.tidegate.exchange;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets any number of threads want a step of work that only one may do at a time.
 *
 * <p>The first one does it, again for each wish that came meanwhile; the others go on. Never
 * blocks. INVARIANT: after each call a whole step begins, and no two steps overlap; this holds
 * after a step that threw, too.
 */
public final class Turns {

  private final AtomicInteger wishes = new AtomicInteger();

  /**
   * Does {@code step}, or leaves it to the thread that is at it. What the step throws reaches the
   * thread that did it, once no wish is left.
   */
  public void take(Runnable step) {
    if (wishes.getAndIncrement() != 0) {
      return;
    }
    Throwable first = null;
    int missed = 1;
    do {
      Throwable thrown = thrownBy(step);
      first = first == null ? thrown : first;
      missed = wishes.addAndGet(-missed);
    } while (missed != 0);
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException mistake) {
      throw mistake;
    }
  }

  private static Throwable thrownBy(Runnable step) {
    try {
      step.run();
      return null;
    } catch (RuntimeException | Error mistake) {
      return mistake;
    }
  }
}
