package io.tidegate.simulator;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of the requests that a node is at. It has memory for some, and is busy for the others.
 *
 * <p>Thread-safe.
 */
final class HeldBodies {

  /** As much as the largest body that the gateway lets through as it is shipped. */
  private static final long MOST = 32 << 20;

  private final AtomicLong held = new AtomicLong();

  /** Takes room for {@code bytes}; false if there is none, and then nothing is taken. */
  boolean take(int bytes) {
    if (held.addAndGet(bytes) > MOST) {
      held.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /** Gives back what was taken. */
  void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }

  /** How much is taken. */
  long held() {
    return held.get();
  }
}
