package io.tidegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

  private final VirtualTime time = new VirtualTime();
  private final List<String> happened = new ArrayList<>();

  @Test
  void goesFromEventToEventInTheirOrder() {
    time.at(20, () -> happened.add("late at " + time.getAsLong()));
    time.at(10, () -> happened.add("soon at " + time.getAsLong()));

    while (time.step()) {}

    assertThat(happened).containsExactly("soon at 10", "late at 20");
  }

  @Test
  void keepsTheOrderOfEventsOfOneMoment() {
    for (int i = 0; i < 5; i++) {
      int number = i;
      time.at(7, () -> happened.add("" + number));
    }

    while (time.step()) {}

    assertThat(happened).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void letsWhatIsAnnouncedForThePastHappenNow() {
    time.at(10, () -> time.at(3, () -> happened.add("at " + time.getAsLong())));

    while (time.step()) {}

    assertThat(happened).containsExactly("at 10");
  }

  @Test
  void neverRunsBackwards() {
    Random random = new Random(5);
    List<Long> readings = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      time.at(random.nextInt(1000), () -> grow(random, readings, 3));
    }

    while (time.step()) {}

    assertThat(readings).hasSizeGreaterThan(50).isSorted();
  }

  private void grow(Random random, List<Long> readings, int depth) {
    readings.add(time.getAsLong());
    if (depth > 0) {
      time.at(random.nextInt(2000), () -> grow(random, readings, depth - 1));
      time.after(random.nextInt(100), () -> grow(random, readings, depth - 1));
    }
  }
}
