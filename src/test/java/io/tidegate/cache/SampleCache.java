package io.tidegate.cache;

import io.tidegate.cache.answer.CacheConfig;
import io.tidegate.cache.hot.HotKeys;
import io.tidegate.cache.tiers.PurgeJournal;
import io.tidegate.settings.Settings;
import io.tidegate.testing.RecordingMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/** Caches for tests of what lies around them. */
public final class SampleCache {

  private SampleCache() {}

  /** The cache of a server that is alone, as nobody has configured it. */
  public static AnswerCache alone() {
    return with(Map.of(), System::nanoTime);
  }

  /** The cache of a server that is alone, for all calls. */
  public static AnswerCache ofAll(LongSupplier clock) {
    return with(Map.of("tidegate.cache.mode", "always"), clock);
  }

  private static AnswerCache with(Map<String, String> settings, LongSupplier clock) {
    return new AnswerCache(
        CacheConfig.from(new Settings(settings)),
        new AnswerCache.Parts(
            null,
            new PurgeJournal(null, Duration.ofHours(2), InstantSource.system(), new Random(1)),
            new HotKeys(clock, InstantSource.system(), "server"),
            new RecordingMetrics()),
        new AnswerCache.World(
            clock, InstantSource.fixed(Instant.EPOCH), new Random(1), "server", Runnable::run),
        Duration.ofMinutes(10));
  }
}
