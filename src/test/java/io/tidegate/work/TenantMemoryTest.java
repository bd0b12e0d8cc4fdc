package io.tidegate.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TenantMemoryTest {

  private final TenantMemory memory = new TenantMemory(10);

  private void tell(String who, int from, int to) {
    IntStream.range(from, to).forEach(i -> memory.tell(who, "thing " + i));
  }

  private long known(String who, int from, int to) {
    return IntStream.range(from, to).filter(i -> memory.knows(who, "thing " + i)).count();
  }

  @Test
  void whoIsAloneHasAllOfIt() {
    tell("one", 0, 12);

    assertThat(known("one", 0, 2)).isZero();
    assertThat(known("one", 2, 12)).isEqualTo(10);
  }

  @Test
  void whoTellsMuchMakesNobodyElseForget() {
    tell("quiet", 0, 3);

    tell("loud", 0, 1_000);

    assertThat(known("quiet", 0, 3)).isEqualTo(3);
    assertThat(known("loud", 993, 1_000)).isEqualTo(7);
    assertThat(known("loud", 0, 993)).isZero();
  }

  @Test
  void whoComesLaterGetsAnEqualPart() {
    tell("first", 0, 10);

    tell("second", 0, 8);

    assertThat(known("first", 0, 10)).isEqualTo(5);
    assertThat(known("second", 3, 8)).isEqualTo(5);
  }

  @Test
  void whatIsAskedForIsForgottenLater() {
    tell("one", 0, 10);
    assertThat(memory.knows("one", "thing 0")).isTrue();

    tell("one", 10, 19);

    assertThat(memory.knows("one", "thing 0")).isTrue();
  }

  @Test
  void whatIsToldTwiceCountsOnce() {
    tell("one", 0, 5);
    tell("one", 0, 5);
    tell("two", 0, 5);

    assertThat(known("one", 0, 5)).isEqualTo(5);
    assertThat(known("two", 0, 5)).isEqualTo(5);
  }

  @Test
  void nobodyIsToldWhatAnotherTold() {
    memory.tell("one", "a thing");

    assertThat(memory.knows("two", "a thing")).isFalse();
  }

  @Test
  void whereAllHaveTheSameTheOneToldLongestAgoIsForgotten() {
    IntStream.range(0, 100).forEach(i -> memory.tell("tenant " + i, "a thing"));

    assertThat(IntStream.range(0, 100).filter(i -> memory.knows("tenant " + i, "a thing")))
        .containsExactly(90, 91, 92, 93, 94, 95, 96, 97, 98, 99);
  }
}
