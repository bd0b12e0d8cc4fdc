package io.tidegate.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TenantSharesTest {

  private final TenantShares shares = new TenantShares(64, 2);

  @Test
  void eachTakesAtMostHalfOfWhatTheOthersLeaveFree() {
    assertThat(taken("first")).isEqualTo(32);
    assertThat(taken("second")).isEqualTo(16);
    assertThat(taken("third")).isEqualTo(8);
    assertThat(taken("fourth")).isEqualTo(4);
  }

  @Test
  void whoGivesBackMayTakeAgain() {
    taken("first");
    shares.leave("first");

    assertThat(taken("first")).isEqualTo(1);
  }

  @Test
  void oneWhoIsAloneWithAllQuartersTakesAllAndNoMore() {
    TenantShares own = new TenantShares(3, 4);

    for (int entered = 0; entered < 3; entered++) {
      assertThat(own.tryEnter("only")).isTrue();
    }
    assertThat(own.tryEnter("only")).isFalse();
    assertThat(own.tryEnter("other")).isFalse();
  }

  private int taken(String who) {
    int count = 0;
    while (count <= 64 && shares.tryEnter(who)) {
      count++;
    }
    return count;
  }
}
