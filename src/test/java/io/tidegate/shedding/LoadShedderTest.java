package io.tidegate.shedding;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.TenantId;
import io.tidegate.testing.RecordingMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What is let in of the requests that come. */
final class LoadShedderTest extends ShedServer {

  @Test
  void letsEverybodyInWhileItsThreadsKeepUp() {
    run(60_000, 4, Map.of(LOUD, 3.5));
    assertThat(served).isEqualTo(asked);
    assertThat(shedder.shedding()).isFalse();
  }

  @Test
  void aBurstThatIsWorkedOffWithinASecondIsServedInFull() {
    for (int i = 0; i < 50; i++) {
      run(1, 4, Map.of(LOUD, 3_500.0));
      run(1_500, 4, Map.of(LOUD, 0.2));
    }
    assertThat(served).isEqualTo(asked);
  }

  @Test
  void atThreeTimesItsCapacityItServesMostOfWhatItCanAndItsQueueStaysShort() {
    runSettled(30_000, 20_000, 4, Map.of(LOUD, 12.0));
    // Refusing two of three costs three quarters of the server.
    double possible = (4 * 20_000 - REFUSAL * asked.get(LOUD)) / (1 - REFUSAL);
    assertThat(served.get(LOUD)).isGreaterThan((int) (0.85 * possible));
    assertThat(late).isLessThan(asked.get(LOUD) / 100);
  }

  @Test
  void servesAllThatItCanBesideItsRefusalsFromTheFirstSecondOn() {
    for (double times : new double[] {1.2, 1.5, 2}) {
      reset();
      run(15_000, 4, Map.of(LOUD, 4 * times));
      double possible = (4 * 15_000 - REFUSAL * asked.get(LOUD)) / (1 - REFUSAL);
      assertThat(served.get(LOUD)).isGreaterThan((int) (0.9 * possible));
      run(10_000, 4, Map.of(LOUD, 1.0));
    }
  }

  @Test
  void servesEverybodyAgainSoonAfterTheOverload() {
    run(20_000, 4, Map.of(LOUD, 12.0));
    runSettled(6_000, 10_000, 4, Map.of(LOUD, 2.0));
    assertThat(served).isEqualTo(asked);
    assertThat(shedder.shedding()).isFalse();
  }

  @Test
  void followsAServerThatGetsFaster() {
    run(20_000, 1, Map.of(LOUD, 12.0));
    runSettled(20_000, 10_000, 10, Map.of(LOUD, 12.0));
    assertThat(served.get(LOUD)).isGreaterThan(10_000 * 8);
  }

  @Test
  void aTenantWithinItsPartIsServedInFullBesideOneThatFloods() {
    Map<TenantId, Double> both = Map.of(LOUD, 7.5, MODEST, 0.5);
    runSettled(15_000, 20_000, 4, both);
    assertThat(served.get(MODEST)).isGreaterThan((int) (0.99 * asked.get(MODEST)));
    assertThat(served.get(LOUD)).isLessThan(2 * asked.get(LOUD) / 3);
  }

  @Test
  void aFloodThatCannotEvenBeRefusedDoesNotShutOutTheOthers() {
    Map<TenantId, Double> both = Map.of(LOUD, 20.0, MODEST, 0.4);
    runSettled(15_000, 20_000, 4, both);
    assertThat(served.get(MODEST)).isGreaterThan((int) (0.99 * asked.get(MODEST)));
    // A quarter of what it could, less what the others have of it, of as many as it came to.
    assertThat(served.get(LOUD)).isGreaterThan(asked.get(LOUD) / 100);
  }

  @Test
  void manyTenantsOfWhomEachAsksForLittleAreAllServedSome() {
    Map<TenantId, Double> all = new HashMap<>();
    for (int i = 0; i < 600; i++) {
      all.put(new TenantId("t" + i), 0.02);
    }
    runSettled(30_000, 20_000, 4, all);
    // The budget is less than one for each in a window.
    assertThat(served.values()).allMatch(calls -> calls > 20);
  }

  @Test
  void whoIsRefusedWithinComesInWhileThreadsKeepUp() {
    nodes = 2;
    shedder = shedder(500);
    run(20_000, 4, Map.of(LOUD, 4.5));
    assertThat(shedder.refused()).isZero();
    assertThat(served.get(LOUD)).isGreaterThan((int) (0.99 * 2 * 20_000));
  }

  @Test
  void whereThreadsAreLateTheDoorRefusesWhomTheQueuesWouldRefuse() {
    nodes = 2;
    shedder = shedder(500);
    runSettled(10_000, 20_000, 4, Map.of(LOUD, 7.5));
    assertThat(served.get(LOUD)).isGreaterThan((int) (0.9 * 2 * 20_000));
    assertThat(late).isLessThan(asked.get(LOUD) / 100);
  }

  @Test
  void whoIsServedComesInBesideOneWhomTheQueuesRefuse() {
    nodes = 1;
    shedder = shedder(500);
    Map<TenantId, Double> both = Map.of(LOUD, 5.5, MODEST, 1.5);
    runSettled(10_000, 20_000, 4, both);
    assertThat(served.get(MODEST)).isGreaterThan((int) (0.99 * asked.get(MODEST)));
    assertThat(served.get(LOUD)).isGreaterThan((int) (0.9 * 20_000));
  }

  @Test
  void aPauseOfTheWholeServerIsNoOverload() {
    for (int i = 0; i < 20; i++) {
      run(2_000, 4, Map.of(LOUD, 2.0));
      clock.advance(ofMillis(1_500));
    }
    assertThat(served).isEqualTo(asked);
  }

  @Test
  void letsEverybodyInWhenTheServersThreadsTakeNothingAnyMore() {
    assertLetsEverybodyIn(
        task -> {
          throw new RejectedExecutionException("stopping");
        });
    assertLetsEverybodyIn(
        task -> {
          throw new OutOfMemoryError("as a test wants");
        });
  }

  private void assertLetsEverybodyIn(Executor threads) {
    LoadShedder stopping = new LoadShedder(threads, ofMillis(20), clock, new RecordingMetrics());
    for (int i = 0; i < 1_000; i++) {
      clock.advance(ofMillis(7));
      assertThat(stopping.admits(LOUD)).isTrue();
    }
  }
}
