package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

/**
 * How many bytes of an answer even its slowest reader has taken.
 *
 * <p>INVARIANT: only a reader that is at the mark can move it, so the readers are looked through
 * once for each move of the mark, not once for each reader of each event. A reader counted as
 * behind is at the mark or before it, or is about to say so. Thread-safe; the lock is held for one
 * look at most.
 */
final class DrainMark {

  /** What is known of a reader. */
  abstract static class Cursor {

    /** Whether the mark waits for this reader; guarded by it. */
    private boolean behind;

    /** The bytes passed on so far. */
    abstract long position();
  }

  private final Iterable<? extends Cursor> readers;
  private volatile long mark;
  private int behind;

  /** A mark at the start of {@code readers}, which may change. */
  DrainMark(Iterable<? extends Cursor> readers) {
    this.readers = requireNonNull(readers, "readers");
  }

  /** Moves to {@code bytes} whatever the readers do; returns how far that was, 0 or more. */
  synchronized long reach(long bytes) {
    long before = mark;
    mark = Math.max(before, bytes);
    return mark - before;
  }

  /** Learns that {@code reader} has moved; returns how far the mark moved with it, 0 or more. */
  long moved(Cursor reader) {
    if (reader.position() <= mark) {
      return 0;
    }
    synchronized (this) {
      return passed(reader);
    }
  }

  /** Learns that {@code reader} has left; returns as {@link #moved}. */
  synchronized long left(Cursor reader) {
    return passed(reader);
  }

  private long passed(Cursor reader) {
    if (reader.behind) {
      reader.behind = false;
      behind--;
    }
    long before = mark;
    while (behind == 0 && look()) {
      // Some moved on between the two looks, and had not said so yet.
    }
    return mark - before;
  }

  /** Moves the mark to the slowest reader and counts those who are there; false without any. */
  private boolean look() {
    long slowest = Long.MAX_VALUE;
    for (Cursor reader : readers) {
      slowest = Math.min(slowest, reader.position());
    }
    if (slowest == Long.MAX_VALUE) {
      return false;
    }
    mark = Math.max(mark, slowest);
    for (Cursor reader : readers) {
      reader.behind = reader.position() <= mark;
      behind += reader.behind ? 1 : 0;
    }
    return true;
  }
}
