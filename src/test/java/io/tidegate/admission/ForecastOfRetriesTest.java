package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How fast those get in who wait, where some of the places go to calls that had one before. */
class ForecastOfRetriesTest {

  private static final Duration TENTH = Duration.ofMillis(100);

  private final Hall hall = new Hall();
  private final Admission admission = hall.admission();

  @RegisterExtension final ToReproduce facts = new ToReproduce(hall.clock());

  @Test
  void placesThatGoToCallsWhichComeAgainLetNobodyElseIn() {
    hall.enter("a", 60);
    drain(60, 2);

    assertThat(hall.started()).hasSize(20);
    assertThat(rate()).as("20 of 60 places in 6 s").isCloseTo(20 / 6.0, within(15));
  }

  @Test
  void callsAreLetInOnlyAsFarAsTheyCanBeServedBesideThoseThatComeAgain() {
    hall.enter("a", 60);
    drain(60, 2);

    int before = admission.waiting();
    hall.enter("a", 60);

    assertThat(before).isEqualTo(40);
    assertThat(admission.waiting()).as("12 s at 10 / 3 a second are too many yet").isEqualTo(40);
  }

  @Test
  void theTimeInWhichOnlyCallsThatComeAgainWaitTellsNothing() {
    hall.enter("a", 60);
    drain(180, 2);
    double before = rate();
    assertThat(before).isCloseTo(10 / 3.0, within(15));

    comeAgain(100);
    for (int i = 0; i < 100; i++) {
      hall.pass(TENTH);
      hall.free(1);
    }

    assertThat(rate()).isEqualTo(before);
  }

  @Test
  void aPlaceThatComesFreeTwiceSinceItsCallWasCutLetsTwoIn() {
    hall.enter("a", 60);
    for (int i = 0; i < 30; i++) {
      hall.pass(TENTH);
      hall.free(1);
      hall.free(1);
    }

    assertThat(rate()).isCloseTo(20, within(5));
  }

  private double rate() {
    return admission.lanes().get(0).drainRate();
  }

  /** One place a tenth of a second, with {@code again} calls that come again for each other one. */
  private void drain(int places, int again) {
    for (int i = 0; i < places; i++) {
      if (i % (again + 1) == 0) {
        comeAgain(again);
      }
      hall.pass(TENTH);
      hall.free(1);
    }
  }

  private void comeAgain(int calls) {
    for (int i = 0; i < calls; i++) {
      admission.reenter(hall.call("a"));
    }
  }

  private static Percentage within(double percent) {
    return Percentage.withPercentage(percent);
  }
}
