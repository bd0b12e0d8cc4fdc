package io.tidegate.routing.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CommonPrefixTest {

  private static final long[] SYSTEM = {1, 2, 3};

  private final CommonPrefix common = new CommonPrefix();
  private long last = 1000;

  @Test
  void knowsNothingCommonAtFirst() {
    add(127, SYSTEM);

    assertThat(common.leading(SYSTEM, 0)).isZero();
  }

  @Test
  void findsWhatHalfOfTheRecentCallsBeginWith() {
    add(128, SYSTEM);
    addOthers(128);

    assertThat(common.leading(new long[] {1, 2, 3, 4}, 0)).isEqualTo(3);
    assertThat(common.leading(new long[] {9, 2, 3}, 0)).isZero();
    assertThat(common.leading(SYSTEM, 1)).isEqualTo(3);
    assertThat(common.leading(new long[] {8, 9}, 1)).isOne();
  }

  @Test
  void findsHowFarCallsAreTheSame() {
    add(100, new long[] {1, 2, 3});
    add(100, new long[] {1, 2, 4});

    assertThat(common.leading(SYSTEM, 0)).isEqualTo(2);
  }

  @Test
  void forgetsWhatWasCommonBefore() {
    add(256, SYSTEM);
    addOthers(128);
    assertThat(common.leading(SYSTEM, 0)).isEqualTo(3);

    addOthers(1);

    assertThat(common.leading(SYSTEM, 0)).isZero();
  }

  @Test
  void staysCommonWhileItGoesOn() {
    add(1000, SYSTEM);

    assertThat(common.leading(SYSTEM, 0)).isEqualTo(3);
  }

  @Test
  void looksAtTheBeginningOnly() {
    long[] endless = LongStream.range(0, 5000).toArray();
    add(256, endless);

    assertThat(common.leading(endless, 0)).isEqualTo(64);
  }

  private void add(int times, long[] blocks) {
    for (int i = 0; i < times; i++) {
      common.add(blocks);
    }
  }

  private void addOthers(int times) {
    for (int i = 0; i < times; i++) {
      common.add(new long[] {++last, ++last});
    }
  }
}
