package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How often the readers of an answer are looked through, and what is found. */
class DrainMarkTest {

  private static final int READERS = 1_000;
  private static final int EVENTS = 20;

  private final List<AnswerReader> readers = new ArrayList<>();
  private final Answer owner = new Answer();
  private int looks;
  private final DrainMark mark =
      new DrainMark(
          (Iterable<AnswerReader>)
              () -> {
                looks++;
                return readers.iterator();
              });

  @Test
  void aThousandFollowersAreLookedThroughAFewTimesForEachEvent() {
    join(READERS);
    for (int event = 0; event < EVENTS; event++) {
      readers.forEach(reader -> pass(reader, 10));
    }

    assertThat(mark.reach(0)).isZero();
    assertThat(looks).isLessThanOrEqualTo(2 * (EVENTS + 1));
  }

  @Test
  void nobodyIsLookedAtWhileAllIsRetained() {
    join(READERS);
    assertThat(mark.reach(100)).isEqualTo(100);
    readers.forEach(reader -> pass(reader, 100));

    assertThat(looks).isZero();
  }

  @Test
  void theMarkIsTheSlowestReaderWhoeverMovesOrLeaves() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      readers.clear();
      DrainMark fresh = new DrainMark(readers);
      join(1 + random.nextInt(8));
      long moved = 0;
      for (int step = 0; step < 60 && !readers.isEmpty(); step++) {
        AnswerReader reader = readers.get(random.nextInt(readers.size()));
        if (random.nextInt(12) == 0 && readers.size() > 1) {
          readers.remove(reader);
          moved += fresh.left(reader);
        } else {
          reader.skip(random.nextInt(30));
          moved += fresh.moved(reader);
        }
        long slowest = readers.stream().mapToLong(AnswerReader::position).min().orElseThrow();
        assertThat(moved).as("seed %d, round %d, step %d", seed, round, step).isEqualTo(slowest);
      }
    }
  }

  private void pass(AnswerReader reader, int bytes) {
    reader.skip(bytes);
    var unused = mark.moved(reader);
  }

  private void join(int count) {
    for (int i = 0; i < count; i++) {
      readers.add(owner.open().orElseThrow());
    }
  }
}
