package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.routing.nodes.Spill.GroupHealth;
import io.tidegate.testing.ToReproduce;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpillTest {

  private static final Offset<Double> EXACT = within(1e-9);

  private final long seed = new Random().nextLong();

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed);

  @ParameterizedTest
  @CsvSource({
    "100, 1.00",
    "72,  1.00",
    "71,  0.994",
    "50,  0.70",
    "25,  0.35",
    "1,   0.014",
    "0,   0.00",
  })
  void keepsInTheFirstGroupWhatItCanServe(double usable, double share) {
    double[] shares = Spill.shares(groups(usable, 100));

    assertThat(shares[0]).isCloseTo(share, EXACT);
    assertThat(shares[1]).isCloseTo(1 - share, EXACT);
  }

  @Test
  void sharesInProportionWhenAllTogetherAreTooSmall() {
    double[] shares = Spill.shares(groups(30, 10));

    assertThat(shares[0]).isCloseTo(0.75, EXACT);
    assertThat(shares[1]).isCloseTo(0.25, EXACT);
  }

  @Test
  void goesOnToTheThirdGroupOnlyWhenTheSecondIsFull() {
    double[] shares = Spill.shares(groups(25, 25, 100));

    assertThat(shares[0]).isCloseTo(0.35, EXACT);
    assertThat(shares[1]).isCloseTo(0.35, EXACT);
    assertThat(shares[2]).isCloseTo(0.30, EXACT);
  }

  @Test
  void passesOverAGroupWithoutNodes() {
    List<GroupHealth> groups = List.of(new GroupHealth(0, 0), new GroupHealth(1, 1));

    assertThat(Spill.first(groups, 0)).isEqualTo(1);
    assertThat(Spill.first(groups, 0.999_999)).isEqualTo(1);
  }

  @Test
  void staysWithTheFirstGroupWhenNothingIsUsable() {
    assertThat(Spill.shares(groups(0, 0))).containsExactly(0, 0);
    assertThat(Spill.first(groups(0, 0), 0.9)).isZero();
  }

  @Test
  void drawsTheFirstGroupBelowItsShareAndTheNextFromThereOn() {
    List<GroupHealth> groups = groups(50, 100);

    assertThat(Spill.first(groups, 0)).isZero();
    assertThat(Spill.first(groups, 0.699)).isZero();
    assertThat(Spill.first(groups, 0.701)).isEqualTo(1);
    assertThat(Spill.first(groups, Math.nextDown(1.0))).isEqualTo(1);
  }

  @RepeatedTest(50)
  void sharesOutAllCallsAndNoneToWhatIsNotUsable() {
    Random random = new Random(seed);
    List<GroupHealth> groups = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      double total = random.nextInt(5);
      groups.add(new GroupHealth(total * Math.max(0, random.nextDouble() - 0.3), total));
    }
    double[] shares = Spill.shares(groups);

    boolean any = groups.stream().anyMatch(group -> group.usable() > 0);
    assertThat(Arrays.stream(shares).sum()).isCloseTo(any ? 1 : 0, EXACT);
    for (int i = 0; i < 1_000; i++) {
      int first = Spill.first(groups, random.nextDouble());
      assertThat(any ? groups.get(first).usable() : 1).isPositive();
    }
  }

  private static List<GroupHealth> groups(double... usable) {
    return Arrays.stream(usable).mapToObj(part -> new GroupHealth(part, 100)).toList();
  }
}
