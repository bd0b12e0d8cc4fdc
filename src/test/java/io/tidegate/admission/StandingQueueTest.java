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
  void keepsAQueueShortThatHasStoodForAsLongAsACallCanWait() {
    hall.drainEvery(TENTH);
    hall.enter("a", 5);
    for (int i = 0; i < 110; i++) {
      hall.pass(TENTH);
      hall.free(1);
      hall.enter("a");
    }

    hall.enter("a", 50);

    assertThat(admission.waiting()).as("a fifth of 10 s at ten per second").isBetween(18, 22);
  }
}
