package io.tidegate.cache.flights;

import io.tidegate.testing.ToReproduce;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever happens in whatever order: everyone is answered, and nothing is left behind. */
class RandomFlightsTest {

  private static final int DAYS = 300;

  private final Random seeds = new Random();
  private long seed;

  @RegisterExtension
  final ToReproduce facts =
      new ToReproduce(
          new Object() {
            @Override
            public String toString() {
              return "seed " + seed + "L";
            }
          });

  @Test
  void asksNoQuestionTwiceAtATimeWhenAllAskAlike() {
    days(true, false);
  }

  @Test
  void asksNoQuestionTwiceAtATimeWhileTheSharedTierIsInTrouble() {
    days(true, true);
  }

  @Test
  void answersEveryoneWhoAsksInWhateverWay() {
    days(false, false);
  }

  @Test
  void answersEveryoneInWhateverTrouble() {
    days(false, true);
  }

  private void days(boolean uniform, boolean trouble) {
    for (int i = 0; i < DAYS; i++) {
      seed = seeds.nextLong();
      new RandomFlights(seed, uniform, trouble).run();
    }
  }
}
