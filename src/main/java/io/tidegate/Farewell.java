package io.tidegate;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits, while the server stops, for calls to end. */
final class Farewell {

  /** How long clients that were cut off may take to read why. */
  static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final long STEP = 20_000_000;

  private Farewell() {}

  /** Returns when {@code gateway} has no calls, or after {@code time}. */
  static void wait(Gateway gateway, Duration time) {
    for (long left = time.toNanos(); left > 0 && gateway.inFlight() > 0; left -= STEP) {
      LockSupport.parkNanos(STEP);
    }
  }
}
