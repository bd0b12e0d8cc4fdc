package io.tidegate.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HeartbeatTest {

  private final ManualClock clock = new ManualClock();
  private final Heartbeat beat = new Heartbeat(clock);
  private final List<String> done = new ArrayList<>();

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void doesEveryDutyAtEachBeatInOrder() {
    beat.each(() -> done.add("first"));
    beat.each(() -> done.add("second"));

    beat.beat();
    beat.beat();

    assertThat(done).containsExactly("first", "second", "first", "second");
  }

  @Test
  void doesADutyAtEveryNthBeatBeginningWithTheFirst() {
    beat.every(3, () -> done.add("duty"));
    List<Integer> counts = new ArrayList<>();

    for (int i = 0; i < 7; i++) {
      beat.beat();
      counts.add(done.size());
    }

    assertThat(counts).containsExactly(1, 1, 1, 2, 2, 2, 3);
  }

  @Test
  void goesOnAfterADutyThatThrows() {
    beat.each(
        () -> {
          done.add("broken");
          throw new IllegalStateException("a mistake, made on purpose by a test");
        });
    beat.each(() -> done.add("sound"));

    beat.beat();
    beat.beat();

    assertThat(done).containsExactly("broken", "sound", "broken", "sound");
  }

  @Test
  void goesOnAfterADutyThatEndsInAnError() {
    beat.each(
        () -> {
          done.add("broken");
          throw new OutOfMemoryError("made on purpose by a test");
        });
    beat.each(() -> done.add("sound"));

    beat.beat();
    beat.beat();

    assertThat(done).containsExactly("broken", "sound", "broken", "sound");
  }

  @Test
  void isRecentForFiveSecondsAfterABeat() {
    assertThat(beat.recent()).as("from its start on").isTrue();
    clock.advance(Duration.ofHours(1));
    assertThat(beat.recent()).isFalse();

    beat.beat();

    clock.advance(Duration.ofSeconds(5).minusNanos(1));
    assertThat(beat.recent()).isTrue();
    clock.advance(Duration.ofNanos(1));
    assertThat(beat.recent()).isFalse();
  }
}
