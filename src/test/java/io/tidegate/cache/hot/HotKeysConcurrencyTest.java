package io.tidegate.cache.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.cache.key.CacheKey;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class HotKeysConcurrencyTest {

  private static final int THREADS = 4;
  private static final int EACH = 5000;
  private static final int COUNTERS = 100;
  private static final int BUDGET = 20_000;

  private final long seed = new Random().nextLong();

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed);

  @RepeatedTest(5)
  void countEveryCallOnceAndKeepTheBooksOfBytes() throws Exception {
    HotKeys hot =
        new HotKeys(
            new ManualClock(),
            InstantSource.fixed(Instant.EPOCH),
            "s",
            new HotKeys.Limits(COUNTERS, Duration.ofHours(1), BUDGET, 1000));
    Call call = SampleCalls.chat("model", new Deadline(0));

    StartGate.run(
        THREADS,
        thread -> {
          Zipf zipf = new Zipf(300, 1, new Random(seed + thread));
          for (int i = 0; i < EACH; i++) {
            hot.asked(new CacheKey("k" + zipf.next()), call, "m");
            if (i % 500 == 0) {
              assertThat(hot.top(10)).hasSizeLessThanOrEqualTo(10);
            }
          }
        });

    // Space-Saving moves counts from key to key and loses none: they add up to what was asked.
    double counted = hot.top(COUNTERS).stream().mapToDouble(HotKey::count).sum();
    assertThat(counted).isCloseTo(THREADS * EACH, within(1e-3));
    long kept =
        hot.top(COUNTERS).stream()
            .filter(key -> key.wording() != null)
            .mapToLong(key -> key.wording().body().remaining() + 256)
            .sum();
    assertThat(hot.bytes()).isEqualTo(kept).isLessThanOrEqualTo(BUDGET);
  }
}
