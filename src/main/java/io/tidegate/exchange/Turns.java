package io.tidegate.exchange;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
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
    tell(first);
  }

  private static Throwable thrownBy(Runnable step) {
    try {
      step.run();
      return null;
    } catch (RuntimeException | Error mistake) {
      return mistake;
    }
  }

  private static void tell(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException mistake) {
      throw mistake;
    }
  }

  /**
   * Lets each thread do steps one after another that want further steps, so that its stack does not
   * grow with them. Thread-safe; never blocks.
   */
  public static final class OfThread {

    private final Map<Thread, Queue<Runnable>> under = new ConcurrentHashMap<>();

    /**
     * Does {@code step}, and then all that were wanted meanwhile by this thread; within a step only
     * leaves it to that one. What the first of them throws reaches the caller, once none is left.
     */
    public void take(Runnable step) {
      Thread self = Thread.currentThread();
      Queue<Runnable> wanted = under.get(self);
      if (wanted != null) {
        wanted.add(step);
        return;
      }
      Queue<Runnable> mine = new ArrayDeque<>(2);
      under.put(self, mine);
      Throwable first = null;
      for (Runnable next = step; next != null; next = mine.poll()) {
        Throwable thrown = thrownBy(next);
        first = first == null ? thrown : first;
      }
      under.remove(self);
      tell(first);
    }
  }
}
