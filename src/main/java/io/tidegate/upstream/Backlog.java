package io.tidegate.upstream;

import static java.util.Objects.requireNonNull;

import io.tidegate.memory.Reservation;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What of one attempt's answer waits for the client, which is not to be more than a window, nor
 * more than there is memory for.
 *
 * <p>When memory is short a stream goes on event by event, each once the one before is taken: what
 * has come already is kept in any case, and nothing more is read from the node. Thread-safe.
 */
final class Backlog {

  private final Reservation memory;
  private final int window;
  private final AtomicLong waiting = new AtomicLong();
  private volatile boolean squeezed;

  /**
   * Nothing waits; what will is taken from {@code memory}, beyond {@code window} nothing is read.
   */
  Backlog(Reservation memory, int window) {
    this.memory = requireNonNull(memory, "memory");
    this.window = window;
  }

  /** The memory that is held. */
  Reservation memory() {
    return memory;
  }

  /** Adds {@code bytes}. */
  void add(int bytes) {
    if (!memory.take(bytes)) {
      squeezed = true;
    }
    waiting.addAndGet(bytes);
  }

  /** Adds {@code bytes}, for which about as much was taken already, and keeps no more of that. */
  void addHeld(int bytes) {
    memory.giveBack(Math.max(0, memory.used() - bytes));
    waiting.addAndGet(bytes);
  }

  /** Whether so much waits that the node should not be read any further. */
  boolean full() {
    long now = waiting.get();
    return now >= window || (squeezed && now > 0);
  }

  /** Takes out {@code bytes}; calls {@code resume} if the node may be read again that was not. */
  void drained(long bytes, Runnable resume) {
    if (isFreedBy(bytes)) {
      resume.run();
    }
  }

  private boolean isFreedBy(long bytes) {
    memory.giveBack(bytes);
    long left = waiting.addAndGet(-bytes);
    if (squeezed) {
      squeezed = left > 0;
      return left <= 0;
    }
    return left < window && left + bytes >= window;
  }

  /** Gives everything back: nobody will take it any more. */
  void close() {
    memory.close();
  }
}
