package io.tidegate.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.SampleCache;
import io.tidegate.cache.hot.HotKeys;
import io.tidegate.cache.tiers.PurgeJournal;
import io.tidegate.cache.tiers.SharedNotes;
import io.tidegate.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HeapPrefillTest {

  private static final Duration TIME = Duration.ofSeconds(5);

  /** Notes that are asked, and do not answer before they are let. */
  private static final class HangingNotes implements SharedNotes {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);

    @Override
    public String get(String name) throws IOException {
      asked.countDown();
      try {
        answers.await();
      } catch (InterruptedException stop) {
        throw new IOException(stop);
      }
      return null;
    }

    @Override
    public boolean replace(String name, String before, String after) {
      return true;
    }
  }

  private final ManualClock clock = new ManualClock();
  private final InstantSource wall = InstantSource.system();
  private final HangingNotes notes = new HangingNotes();
  private final HeapPrefill joining =
      new HeapPrefill(
          new HeapPrefill.Parts(
              SampleCache.alone(),
              new HotKeys(clock, wall, "a"),
              notes,
              new PurgeJournal(null, Duration.ofHours(1), wall, new Random())),
          10,
          TIME,
          clock);

  @Test
  void holdsOneThreadOnlyWhileWhatServersShareHangs() throws Exception {
    CompletableFuture<Void> first = CompletableFuture.runAsync(joining::tick);
    notes.asked.await();

    joining.tick();
    assertThat(joining.over()).isFalse();
    clock.advance(TIME);
    assertThat(joining.over()).isTrue();

    notes.answers.countDown();
    first.get(10, TimeUnit.SECONDS);
  }
}
