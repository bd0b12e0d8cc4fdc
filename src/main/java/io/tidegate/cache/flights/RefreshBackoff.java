package io.tidegate.cache.flights;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidegate.cache.key.CacheKey;

/**
 * How long the next renewal of an answer waits after failed ones: a second, and twice as long each
 * time up to 30 s.
 *
 * <p>Without it each hit on a stale answer would ask again, the more often the more load makes
 * renewals fail. Times are of the nano clock. Bounded; thread-safe.
 */
final class RefreshBackoff {

  private static final long FIRST = 1_000_000_000;
  private static final long LONGEST = 30 * FIRST;
  private static final int MOST = 10_000;

  private record Pause(long start, long length) {
    boolean holds(long now) {
      return now - start < length;
    }

    /** The pause after this one: the failures are of one row only while they follow closely. */
    Pause next(long now) {
      boolean past = now - start >= length + LONGEST;
      return new Pause(now, past ? FIRST : Math.min(LONGEST, 2 * length));
    }
  }

  private final Cache<CacheKey, Pause> pauses =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  /** Whether the answer to {@code key} must not be renewed at {@code now}. */
  boolean holds(CacheKey key, long now) {
    Pause pause = pauses.getIfPresent(key);
    return pause != null && pause.holds(now);
  }

  /** Learns that a renewal ended at {@code now}, {@code well} when there is a new answer. */
  void ended(CacheKey key, boolean well, long now) {
    if (well) {
      pauses.invalidate(key);
    } else {
      pauses.asMap().merge(key, new Pause(now, FIRST), (before, first) -> before.next(now));
    }
  }
}
