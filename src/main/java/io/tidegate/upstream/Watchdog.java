package io.tidegate.upstream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Lets every attempt under way look at the clock, many times a second.
 *
 * <p>One round over all attempts is cheaper than a timer per attempt that each event resets.
 * Thread-safe.
 */
public final class Watchdog {

  private final LongSupplier clock;
  private final Set<AttemptRun> watched = ConcurrentHashMap.newKeySet();

  /** A watchdog on the nano clock {@code clock}. */
  public Watchdog(LongSupplier clock) {
    this.clock = clock;
  }

  /** Does one round; to be called every 100 ms or so. */
  public void tick() {
    long now = clock.getAsLong();
    watched.removeIf(run -> !run.tick(now));
  }

  void watch(AttemptRun run) {
    watched.add(run);
  }
}
