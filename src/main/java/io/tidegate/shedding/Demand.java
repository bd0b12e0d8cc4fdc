package io.tidegate.shedding;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one tenant asks for, window by window, and what it may have of it.
 *
 * <p>Thread-safe, but for {@link #end}, which is for one thread at a time.
 */
final class Demand {

  private static final double UNLIMITED = Double.POSITIVE_INFINITY;

  /** So many late windows are no accident: half a second. */
  private static final int LONG = 5;

  /** More than this part of what was let in is much. */
  private static final double MUCH = 0.1;

  /** Who makes less than this part of an equal part of the server's work is no cause of a queue. */
  private static final double LIGHT = 0.25;

  /** What became of the requests of one window. */
  private record Window(int letIn, int inVain) {}

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger letIn = new AtomicInteger();
  private final AtomicInteger inVain = new AtomicInteger();
  private final LongAdder worked = new LongAdder();

  /** The requests of the window before. */
  private volatile double before;

  /** The most requests of a window. */
  private volatile double limit = UNLIMITED;

  /** The part of a request that the windows before have left over. */
  private volatile double over;

  /** The requests let in and not refused further in, per window. */
  private double rate;

  /** What its limit does not go below. */
  private double least;

  /** What the server does for it per window: requests that come, and pieces read and written. */
  private double work;

  private volatile boolean light;

  /** For how many windows threads have been late while much of what was let in was refused. */
  private int late;

  /**
   * Whether one more request may go on.
   *
   * @param most the most requests that any tenant may have in this window
   * @param draining whether nothing may go on of those who ask for more than that
   */
  boolean admits(double most, boolean draining) {
    int nth = asked.incrementAndGet();
    boolean within = light || (nth <= most + over && !(draining && before > most));
    boolean in = within && nth <= limit + over;
    if (in) {
      letIn.incrementAndGet();
    }
    return in;
  }

  /** Counts the pieces that are read and written for the requests let in. */
  LongAdder worked() {
    return worked;
  }

  /** A request that was let in has been refused further in. */
  void refusedWithin() {
    inVain.incrementAndGet();
  }

  /**
   * Ends the window, which took {@code windows} of the usual ones.
   *
   * @param most the most requests that any tenant might have in it
   * @param behind whether the server's threads are late
   * @param growth by how much the limit grows where it need not fall
   * @return the requests in one usual window, of which those beyond its own limit cost others no
   *     part of the budget
   */
  double end(double most, double windows, boolean behind, double growth) {
    Window window = counted(windows);
    double left = Math.min(most, limit) + over - window.letIn();
    // Less than one in a window is one every few windows.
    over = left > 0 ? Math.min(left, 1) : 0;
    double in = window.letIn() / windows;
    double refused = window.inVain() / windows;
    rate = LoadShedder.smooth(rate, Math.max(0, in - refused), windows);
    late = behind && refused > MUCH * in ? late + 1 : 0;
    if (late > 0 && (isLimited() || late >= LONG)) {
      // A part that is refused however few come in would else take the rest with it.
      least = isLimited() ? least : Math.max(1, LoadShedder.LEAST * rate);
      limit = Math.max(least, rate);
    } else {
      limit = limit * growth + 1;
      limit = limit > LoadShedder.ENOUGH * before ? UNLIMITED : limit;
    }
    return within();
  }

  /**
   * Ends a window in which a queue was worked off, which says nothing; otherwise as {@link #end}.
   */
  double skip(double windows) {
    var unused = counted(windows);
    return within();
  }

  private Window counted(double windows) {
    before = asked.getAndSet(0) / windows;
    work = LoadShedder.smooth(work, before + worked.sumThenReset() / windows, windows);
    return new Window(letIn.getAndSet(0), inVain.getAndSet(0));
  }

  /** What the server did for it in one window of late. */
  double work() {
    return work;
  }

  /**
   * Learns what an equal part of the server's work is. Whoever makes but little of that is let in
   * whatever the budget: refused, it would give the others next to nothing.
   */
  void compare(double equal) {
    light = work < LIGHT * equal;
  }

  /** The requests in one usual window that were within its own limit. */
  private double within() {
    return Math.min(before, limit);
  }

  /** Whether some of its requests may be refused at the moment for its own sake. */
  boolean isLimited() {
    return limit != UNLIMITED;
  }
}
