package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecentRefusalsTest {

  private final ManualClock clock = new ManualClock();
  private final RecentRefusals returning = new RecentRefusals(clock.getAsLong());

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void putsEachRefusedCallBehindThoseBefore() {
    assertThat(returning.refused(clock.getAsLong())).isEqualTo(1);
    assertThat(returning.refused(clock.getAsLong())).isEqualTo(2);
    assertThat(returning.refused(clock.getAsLong())).isEqualTo(3);
  }

  @Test
  void forgetsThemWithin20Seconds() {
    for (int i = 0; i < 100; i++) {
      returning.refused(clock.getAsLong());
    }

    clock.advance(Duration.ofSeconds(4));
    assertThat(returning.refused(clock.getAsLong())).isEqualTo(38);
    clock.advance(Duration.ofSeconds(20));
    assertThat(returning.refused(clock.getAsLong())).isEqualTo(1);
  }

  @Test
  void knowsAsManyAsAreRefusedInFourSecondsOfSteadyOverload() {
    long ahead = 0;
    for (int i = 0; i < 4000; i++) {
      clock.advance(Duration.ofMillis(10));
      ahead = returning.refused(clock.getAsLong());
    }

    assertThat(ahead).isBetween(395L, 405L);
  }
}
