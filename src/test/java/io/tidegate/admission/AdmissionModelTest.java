package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three times as many calls as there are places for, arriving at random, for two minutes. */
class AdmissionModelTest {

  private static final int PLACES = 100;
  private static final double LOAD = 3;
  private static final double MEAN_MILLIS = 2000;
  private static final int MILLIS = 120_000;
  private static final int STEP = 10;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Hall hall = new Hall();
  private final PriorityQueue<Integer> ends = new PriorityQueue<>();
  private final List<FakeCandidate> calls = new ArrayList<>();
  private int now;

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, hall.clock());

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 12})
  void keepsAllPlacesBusyAndItsWordToWhomItLetsWait(int tenants) {
    hall.freeQuietly(PLACES);
    double next = 0;
    for (now = 0; now < MILLIS; now += STEP) {
      while (!ends.isEmpty() && ends.peek() <= now) {
        ends.poll();
        hall.free(1);
      }
      for (; next <= now; next -= Math.log(1 - random.nextDouble()) * gapMillis()) {
        ask("tenant-" + random.nextInt(tenants));
      }
      if (now % 100 == 0) {
        hall.admission().tick();
      }
      hall.pass(Duration.ofMillis(STEP));
    }

    long started = calls.stream().filter(FakeCandidate::started).count();
    assertThat((double) started).isGreaterThan(0.99 * MILLIS / MEAN_MILLIS * PLACES);
    assertThat(refusedFor(ErrorCode.QUEUE_TIMEOUT)).isLessThan(started / 100);
    assertThat(refusedFor(ErrorCode.GATEWAY_OVERLOADED)).as("the rest").isGreaterThan(started);
  }

  private static double gapMillis() {
    return MEAN_MILLIS / PLACES / LOAD;
  }

  private void ask(String tenant) {
    FakeCandidate call = hall.call(tenant);
    call.onStart(() -> ends.add(now + (int) (MEAN_MILLIS * (0.5 + random.nextDouble()))));
    calls.add(call);
    hall.admission().enter(call);
  }

  private long refusedFor(ErrorCode code) {
    return calls.stream().filter(call -> call.refusedFor() == code).count();
  }
}
