package io.tidegate.admission;

import static io.tidegate.exchange.ErrorCode.GATEWAY_OVERLOADED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Overload that lasts: who is let in, and when the others are to come again. */
class StandingQueueTest {

  private static final Duration TENTH = Duration.ofMillis(100);

  private final Hall hall = new Hall();
  private final Admission admission = hall.admission();

  @RegisterExtension final ToReproduce facts = new ToReproduce(hall.clock());

  @Test
  void refusesThoseFirstWhoComeAgain() {
    hall.drainEvery(TENTH);
    hall.enter("a", 60);
    hall.retries = 1;
    FakeCandidate again = hall.enter("a");
    hall.retries = 0;
    FakeCandidate first = hall.enter("a");

    assertThat(again.refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
    assertThat(first.waits()).isTrue();
  }

  @Test
  void sendsTheRefusedAwayForLongerTheMoreThereAre() {
    hall.drainEvery(TENTH);
    hall.enter("a", 91);

    List<FakeCandidate> refused = hall.enter("a", 50);

    assertThat(refused.get(0).refused().retryAfter())
        .isBetween(Duration.ofSeconds(1), Duration.ofMillis(1200));
    assertThat(refused.get(49).refused().retryAfter())
        .as("fifty at ten per second")
        .isBetween(Duration.ofMillis(4500), Duration.ofMillis(5500));
  }

  @Test
  void keepsAQueueNearTheServiceTimeOnceItHasBeenLongerForASecond() {
    serve(Duration.ofMillis(800));
    flood(Duration.ofSeconds(5));

    assertThat(admission.waiting()).as("1.5 times 0.8 s at ten per second").isBetween(10, 14);
    hall.enter("a", 50);
    assertThat(admission.waiting()).isBetween(10, 14);
  }

  @Test
  void keepsItToAFifthOfTheLongestWaitWhereServiceTakesLonger() {
    serve(Duration.ofSeconds(60));
    flood(Duration.ofSeconds(12));

    assertThat(admission.waiting()).as("a fifth of 10 s at ten per second").isBetween(18, 22);
  }

  @Test
  void letsABurstWaitAgainOnceTheQueueHasBeenShortForASecond() {
    serve(Duration.ofMillis(800));
    flood(Duration.ofSeconds(5));
    for (int i = 0; i < 40; i++) {
      hall.pass(TENTH);
      hall.free(Math.min(1, admission.waiting()));
      if (i % 4 == 0) {
        hall.enter("a");
      }
    }

    assertThat(hall.enter("a", 50)).allMatch(FakeCandidate::waits);
  }

  private void serve(Duration time) {
    hall.drainEvery(TENTH);
    for (int i = 0; i < 60; i++) {
      admission.began(Hall.LANE);
      admission.ended(Hall.LANE, time.toNanos(), true);
    }
  }

  /** Three times as many calls as places come free, one in a tenth of a second. */
  private void flood(Duration time) {
    for (long i = 0; i < time.toMillis() / 100; i++) {
      hall.pass(TENTH);
      hall.free(1);
      hall.enter("a", 3);
    }
  }
}
