package io.tidegate.admission;

import static io.tidegate.exchange.ErrorCode.QUEUE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Priority;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is next. */
class QueueOrderTest {

  private final Hall hall = new Hall();
  private final Admission admission = hall.admission();

  @RegisterExtension final ToReproduce facts = new ToReproduce(hall.clock());

  @Test
  void doesNotLetTheRestrictedBlockTheOthers() {
    hall.shutOut("pinned");
    List<FakeCandidate> pinned = hall.enter("pinned", 3);
    List<FakeCandidate> others = hall.enter("other", 2);

    hall.free(2);

    assertThat(hall.started()).isEqualTo(others);
    assertThat(pinned).allMatch(FakeCandidate::waits);
  }

  @Test
  void doesNotLetUrgentRestrictedCallsBlockTheOthers() {
    hall.shutOut("pinned");
    hall.priority = Priority.HIGH;
    hall.enter("pinned", 3);
    hall.priority = Priority.LOW;
    FakeCandidate low = hall.enter("other");

    hall.free(1);

    assertThat(low.started()).isTrue();
  }

  @Test
  void triesFourPerRoundAndOthersInTheNext() {
    List<FakeCandidate> pinned = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      hall.shutOut("pinned-" + i);
      pinned.add(hall.enter("pinned-" + i));
    }
    FakeCandidate last = hall.enter("other");
    int before = pinned.stream().mapToInt(FakeCandidate::claims).sum();

    admission.tick();
    int after = pinned.stream().mapToInt(FakeCandidate::claims).sum();
    hall.freeQuietly(1);
    for (int round = 0; round < 8; round++) {
      admission.tick();
    }

    assertThat(after - before).isBetween(1, 4);
    assertThat(last.started()).isTrue();
  }

  @Test
  void servesTheUrgentFirst() {
    hall.priority = Priority.LOW;
    FakeCandidate low = hall.enter("a");
    hall.priority = Priority.NORMAL;
    FakeCandidate normal = hall.enter("a");
    hall.priority = Priority.HIGH;
    FakeCandidate high = hall.enter("a");

    hall.free(3);

    assertThat(hall.started()).containsExactly(high, normal, low);
  }

  @Test
  void servesWhoseTimeEndsFirstWithinATenant() {
    hall.deadline = Duration.ofSeconds(5);
    FakeCandidate later = hall.enter("a");
    hall.deadline = Duration.ofSeconds(2);
    FakeCandidate sooner = hall.enter("a");
    FakeCandidate next = hall.enter("a");

    hall.free(3);

    assertThat(hall.started()).containsExactly(sooner, next, later);
  }

  @Test
  void keepsTheOrderOfArrivalAmongDeadlinesBeyondTheLongestWait() {
    hall.deadline = Duration.ofMinutes(10);
    FakeCandidate first = hall.enter("a");
    hall.pass(Duration.ofMillis(1));
    hall.deadline = Duration.ofMinutes(1);
    FakeCandidate second = hall.enter("a");

    hall.free(2);

    assertThat(hall.started()).containsExactly(first, second);
  }

  @Test
  void takesTurnsBetweenTenants() {
    List<FakeCandidate> a = hall.enter("a", 3);
    List<FakeCandidate> b = hall.enter("b", 3);

    hall.free(6);

    assertThat(hall.started())
        .containsExactly(a.get(0), b.get(0), a.get(1), b.get(1), a.get(2), b.get(2));
  }

  @Test
  void givesEachTenantAsManyTokens() {
    hall.tokens = 20_000;
    hall.enter("large", 20);
    hall.tokens = 1000;
    hall.enter("small", 400);

    hall.free(210);

    long large = hall.started().stream().filter(call -> call.tokens() > 1000).count();
    assertThat(large).isBetween(9L, 11L);
  }

  @Test
  void givesWhoAsksForOneCallAtATimeNoMoreThanItsShare() {
    for (int i = 0; i < 10; i++) {
      hall.enter("heavy-" + i, 30);
    }
    List<FakeCandidate> single = new ArrayList<>(hall.enter("single", 1));
    for (int i = 0; i < 110; i++) {
      hall.free(1);
      if (single.get(single.size() - 1).started()) {
        single.add(hall.enter("single"));
      }
    }

    assertThat(single.stream().filter(FakeCandidate::started).count()).isBetween(9L, 11L);
  }

  @Test
  void doesNotSaveUpTurnsForTheRestricted() {
    hall.shutOut("pinned");
    hall.enter("pinned", 30);
    hall.enter("other", 60);
    hall.free(40);
    assertThat(hall.started()).hasSize(40);

    hall.letIn("pinned");
    hall.free(20);

    long pinned =
        hall.started().stream()
            .filter(call -> call.call().tenant().value().equals("pinned"))
            .count();
    assertThat(pinned).as("half of the last 20").isBetween(9L, 12L);
  }

  @Test
  void keepsTheWaitsOfATenantWithinItsShareShortBesideOneWithTenTimesItsShare() {
    List<FakeCandidate> light = new ArrayList<>();
    long most = 0;
    hall.drainEvery(Duration.ofMillis(50));
    for (int tick = 0; tick < 1200; tick++) {
      hall.enter("heavy", 10);
      if (tick % 4 == 0) {
        light.add(hall.enter("light"));
      }
      hall.pass(Duration.ofMillis(50));
      hall.free(1);
      most = Math.max(most, light.stream().filter(FakeCandidate::waits).count());
    }
    hall.free(4);

    assertThat(light).allMatch(FakeCandidate::started);
    assertThat(most).as("light calls that ever waited at once").isLessThanOrEqualTo(2);
  }

  @Test
  void turnsTheOrderRoundWhileABacklogStandsAndBackAfterwards() {
    hall.drainEvery(Duration.ofMillis(100));
    FakeCandidate oldest = hall.enter("a");
    breakPredictions();
    List<FakeCandidate> later = hall.enter("a", 3);
    hall.pass(Duration.ofSeconds(4));

    hall.free(1);
    assertThat(hall.started()).as("the oldest has waited 8 s").containsExactly(later.get(2));

    hall.pass(Duration.ofSeconds(2));
    hall.free(1);
    assertThat(oldest.refusedFor()).isEqualTo(QUEUE_TIMEOUT);
    assertThat(hall.started()).containsExactly(later.get(2), later.get(0));
  }

  @Test
  void keepsTheOrderWhilePredictionsHold() {
    hall.drainEvery(Duration.ofMillis(100));
    List<FakeCandidate> calls = hall.enter("a", 4);
    hall.pass(Duration.ofSeconds(8));

    hall.free(1);

    assertThat(hall.started()).containsExactly(calls.get(0));
  }

  /** Takes 4 s, in which eight calls expire at different times. */
  private void breakPredictions() {
    hall.priority = Priority.HIGH;
    hall.deadline = Duration.ofMillis(500);
    for (int i = 0; i < 8; i++) {
      hall.enter("hasty");
      hall.pass(Duration.ofMillis(500));
      admission.tick();
    }
    hall.priority = Priority.NORMAL;
    hall.deadline = Duration.ofMinutes(10);
    assertThat(admission.lanes().get(0).margin()).isLessThan(0.45);
  }
}
