package io.tidegate.quotas;

import java.util.ArrayList;
import java.util.List;

/**
 * What one call has taken of its limits, to be given back once. Thread-safe.
 *
 * <p>Some of it is given back at the end, as a place is; some only if the call is refused after
 * all, as a request of a rate is.
 */
final class Taken {

  private final List<Runnable> ending = new ArrayList<>(4);
  private final List<Runnable> refusing = new ArrayList<>(2);
  private boolean over;

  synchronized void atEnd(Runnable back) {
    ending.add(back);
  }

  synchronized void unless(Runnable back) {
    refusing.add(back);
  }

  /** Gives back what is only lent; does nothing the second time. */
  void end() {
    giveBack(false);
  }

  /** Gives all back; does nothing the second time. */
  void refuse() {
    giveBack(true);
  }

  private void giveBack(boolean all) {
    List<Runnable> due;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      due = new ArrayList<>(ending);
      if (all) {
        due.addAll(refusing);
      }
    }
    due.forEach(Runnable::run);
  }
}
