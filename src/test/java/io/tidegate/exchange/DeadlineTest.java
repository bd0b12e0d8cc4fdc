package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  @Test
  void passesAtItsMomentAndStaysPassed() {
    Deadline deadline = Deadline.after(100, Duration.ofNanos(50));

    assertThat(deadline.remaining(100)).isEqualTo(50);
    assertThat(deadline.passed(149)).isFalse();
    assertThat(deadline.passed(150)).isTrue();
    assertThat(deadline.passed(151)).isTrue();
  }

  @Test
  void livesThroughTheWrapAroundOfTheClock() {
    long now = Long.MAX_VALUE - 5;
    Deadline deadline = Deadline.after(now, Duration.ofSeconds(1));

    assertThat(deadline.nanos()).isNegative();
    assertThat(deadline.passed(now)).isFalse();
    assertThat(deadline.remaining(now + 10)).isEqualTo(999_999_990);
    assertThat(deadline.passed(now + 1_000_000_000)).isTrue();
  }

  @Property
  void countsAlikeFromAnyReading(
      @ForAll long now, @ForAll @LongRange(min = 1, max = 1L << 61) long time) {
    Deadline deadline = Deadline.after(now, Duration.ofNanos(time));

    assertThat(deadline.remaining(now)).isEqualTo(time);
    assertThat(deadline.passed(now + time - 1)).isFalse();
    assertThat(deadline.passed(now + time)).isTrue();
  }
}
