package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call that is blocked because of itself blocks nobody else, least of all its own tenant. */
class HeadOfLineTest {

  private final long seed = new Random().nextLong();
  private final Hall hall = new Hall();
  private final Admission admission = hall.admission();

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, hall.clock());

  @Test
  void aRetryThatMayNotGoWhereThereIsRoomLetsItsTenantsOtherCallsPass() {
    FakeCandidate retry = blockedRetry("but not a");

    hall.freeQuietly(3);
    List<FakeCandidate> calls = hall.enter("a", 3);

    assertThat(calls).allMatch(FakeCandidate::started);
    assertThat(retry.waits()).isTrue();
  }

  @Test
  void aHundredRetriesThatMayGoNowhereLetTheFirstPlaceGoToWhoCanUseIt() {
    for (int i = 0; i < 100; i++) {
      blockedRetry("but not a");
    }
    List<FakeCandidate> calls = hall.enter("a", 5);
    assertThat(calls).allMatch(FakeCandidate::waits);

    hall.free(1);

    assertThat(hall.started()).containsExactly(calls.get(0));
  }

  @Test
  void retriesWithOtherNeedsAreTriedToo() {
    List<FakeCandidate> blocked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      blocked.add(blockedRetry("but not " + i));
    }
    FakeCandidate free = retry("but not b");
    hall.freeQuietly(1);
    for (int round = 0; round < 10; round++) {
      admission.tick();
    }

    assertThat(free.started()).isTrue();
    assertThat(blocked).allMatch(FakeCandidate::waits);
  }

  @Test
  void aFirstCallThatMayUseFewPlacesLetsItsTenantsOtherCallsPass() {
    hall.needs = "pinned";
    hall.shutOut("pinned");
    hall.deadline = Duration.ofSeconds(1);
    FakeCandidate pinned = hall.enter("a");
    hall.deadline = Duration.ofMinutes(10);
    hall.needs = "any";
    FakeCandidate call = hall.enter("a");

    hall.free(1);

    assertThat(call.started()).isTrue();
    assertThat(pinned.waits()).isTrue();
  }

  @Test
  void aCallTooDearForWhatIsLeftLetsTheCheaperPass() {
    hall.budget = 5000;
    hall.tokens = 9000;
    List<FakeCandidate> dear = hall.enter("a", 50);
    hall.tokens = 4000;
    FakeCandidate cheap = hall.enter("a");

    hall.free(1);

    assertThat(cheap.started()).isTrue();
    assertThat(dear).allMatch(FakeCandidate::waits);
    hall.budget = 10_000;
    hall.free(1);
    assertThat(dear.get(0).started()).as("and is still the first").isTrue();
  }

  @Test
  void whoIsBlockedIsServedFirstOnceThereIsAPlaceForIt() {
    FakeCandidate retry = blockedRetry("but not a");
    hall.enter("a", 5);
    hall.free(2);

    hall.letIn("but not a");
    hall.free(1);

    assertThat(retry.started()).isTrue();
  }

  @Test
  void servesAllWhoCanBeServedWhateverTheirNeeds() {
    Random random = new Random(seed);
    List<FakeCandidate> calls = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      hall.needs = "needs-" + random.nextInt(12);
      hall.tokens = 1L + random.nextInt(9000);
      FakeCandidate call = hall.call("tenant-" + random.nextInt(5));
      calls.add(call);
      if (random.nextBoolean()) {
        admission.reenter(call);
      } else {
        admission.enter(call);
      }
    }
    for (int i = 0; i < 6; i++) {
      hall.shutOut("needs-" + i);
    }
    hall.budget = 6000;
    hall.freeQuietly(500);
    for (int round = 0; round < 20; round++) {
      admission.tick();
    }

    assertThat(calls)
        .filteredOn(call -> call.tokens() <= 6000 && number(call) >= 6)
        .hasSizeGreaterThan(50)
        .allMatch(FakeCandidate::started);
    assertThat(calls)
        .filteredOn(call -> call.tokens() > 6000 || number(call) < 6)
        .allMatch(FakeCandidate::waits);
  }

  private static int number(FakeCandidate call) {
    return Integer.parseInt(call.needs().toString().substring("needs-".length()));
  }

  private FakeCandidate blockedRetry(String needs) {
    hall.shutOut(needs);
    return retry(needs);
  }

  private FakeCandidate retry(String needs) {
    hall.needs = needs;
    FakeCandidate retry = hall.call("a");
    hall.needs = "any";
    admission.reenter(retry);
    return retry;
  }
}
