package io.tidegate.warmup;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.AnswerCache;
import io.tidegate.cache.hot.HotKey;
import io.tidegate.cache.hot.HotKeys;
import io.tidegate.cache.tiers.PurgeJournal;
import io.tidegate.cache.tiers.SharedNotes;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Fills the heap of a server that joins others with the answers that are asked most, before it is
 * ready; within a bound, since a late server is worse than a cold one. Thread-safe.
 */
public final class HeapPrefill {

  /** What is known on all servers. */
  record Parts(AnswerCache cache, HotKeys hot, SharedNotes notes, PurgeJournal journal) {}

  private final Parts parts;
  private final int keys;
  private final LongSupplier clock;
  private final long time;
  private boolean begun;
  private volatile long first;
  private volatile boolean ticking;
  private volatile boolean done;

  /**
   * A server that has just started.
   *
   * @param keys how many answers to take over at most
   * @param time how long it may take
   */
  HeapPrefill(Parts parts, int keys, Duration time, LongSupplier clock) {
    this.parts = requireNonNull(parts, "parts");
    this.keys = keys;
    this.clock = requireNonNull(clock, "clock");
    this.time = time.toNanos();
  }

  /** Whether all was taken over, or the time since the first tick is up. */
  public boolean over() {
    return done || (ticking && clock.getAsLong() - first >= time);
  }

  /**
   * Begins once it is known what was purged; to be called several times a second, until it is over,
   * by a thread that may wait. While one waits for what the servers share, the others do not.
   */
  void tick() {
    if (begins()) {
      var unused =
          parts
              .cache()
              .fill(parts.hot().everywhere(parts.notes(), keys).stream().map(HotKey::key).toList())
              .whenComplete((all, trouble) -> done = true);
    }
  }

  private synchronized boolean begins() {
    if (!ticking) {
      first = clock.getAsLong();
      ticking = true;
    }
    if (begun || over() || parts.journal().epoch() < 0) {
      return false;
    }
    begun = true;
    return true;
  }
}
