package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private final Ledger ledger =
      new Ledger(
          new TreeMap<>(
              Map.of(
                  "a",
                  new ServerShare(3, 9, 1_000, true, true),
                  "b",
                  new ServerShare(0, 1, 2_000, false, true))));

  @Test
  void isOneLineOfText() {
    assertThat(ledger.text()).isEqualTo("a=3,9,1000,1;b=0,1,2000,0");
    assertThat(Ledger.parse(ledger.text())).isEqualTo(ledger);
  }

  @Test
  void isEmptyWhereNothingIs() {
    assertThat(Ledger.parse(null).holdings()).isEmpty();
    assertThat(Ledger.parse("").holdings()).isEmpty();
    assertThat(Ledger.parse(null).text()).isEmpty();
  }

  @Test
  void readsWhatALaterVersionAdds() {
    assertThat(Ledger.parse("a=3,9,1000,1,more;b=0,1,2000,0")).isEqualTo(ledger);
  }

  @Test
  void tellsWhoHasOnlyHeardOfTheLimit() {
    Ledger heard = ledger.with("b", new ServerShare(0, 1, 2_000, false, false));

    assertThat(heard.text()).isEqualTo("a=3,9,1000,1;b=0,1,2000,0,0");
    assertThat(Ledger.parse(heard.text())).isEqualTo(heard);
  }

  @Test
  void isOfNobodyOnceAllMembersHaveSaidSo() {
    Ledger idle = Ledger.parse("a=0,1,1000,0,0;b=0,1,2000,0,0");

    assertThat(idle.isOfNobody(Set.of("a", "b"))).isTrue();
    assertThat(idle.isOfNobody(Set.of("a"))).isTrue();
    assertThat(idle.isOfNobody(Set.of("a", "b", "c"))).as("c has said nothing").isFalse();
    assertThat(Ledger.parse("a=1,1,1000,0,0").isOfNobody(Set.of("a"))).isFalse();
    assertThat(Ledger.parse("a=0,1,1000,0,0;b=0,1,2000,0").isOfNobody(Set.of("a"))).isFalse();
  }

  @Test
  void isOfAServerOfTheVersionBefore() {
    assertThat(Ledger.parse("a=0,1,1000,0").isOfNobody(Set.of("a"))).isFalse();
  }

  @Test
  void keepsMembersOnly() {
    assertThat(ledger.of(Set.of("b", "c")).text()).isEqualTo("b=0,1,2000,0");
    assertThat(ledger.without("b").text()).isEqualTo("a=3,9,1000,1");
  }

  @Test
  void knowsWhenALeaseHasEnded() {
    assertThat(ledger.ended(1_000)).isFalse();
    assertThat(ledger.ended(1_001)).isTrue();
  }
}
