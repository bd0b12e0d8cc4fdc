package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WaitMarginTest {

  private final ManualClock clock = new ManualClock();
  private final WaitMargin margin = new WaitMargin(clock.getAsLong());

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void shrinksByATenthWithAnExpiryOncePerHalfSecond() {
    margin.expired(clock.getAsLong());
    margin.expired(clock.getAsLong());
    assertThat(margin.value()).isCloseTo(0.63, within(1e-9));

    clock.advance(Duration.ofMillis(500));
    margin.expired(clock.getAsLong());

    assertThat(margin.value()).isCloseTo(0.567, within(1e-9));
  }

  @Test
  void growsALittleWithEveryStart() {
    margin.startedInTime();

    assertThat(margin.value()).isCloseTo(0.705, within(1e-9));
  }

  @Test
  void staysWithinItsBounds() {
    for (int i = 0; i < 100; i++) {
      margin.startedInTime();
    }
    assertThat(margin.value()).isEqualTo(0.9);
    assertThat(margin.lifoFrom()).isEqualTo(1);

    for (int i = 0; i < 100; i++) {
      clock.advance(Duration.ofSeconds(1));
      margin.expired(clock.getAsLong());
    }

    assertThat(margin.value()).isEqualTo(0.3);
    assertThat(margin.lifoFrom()).isEqualTo(0.75);
  }
}
