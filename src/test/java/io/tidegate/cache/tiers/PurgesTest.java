package io.tidegate.cache.tiers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurgesTest {

  private static Purge purge(long number, String id, PurgeScope scope) {
    return new Purge(number, id, 1_700_000_000_000L, scope);
  }

  @Test
  void theTextHoldsAnyName() {
    Purges purges =
        new Purges(
            List.of(
                purge(1, "a", PurgeScope.ALL),
                purge(
                    2,
                    "b",
                    new PurgeScope(PurgeScope.Kind.MODEL, "org/m,1\r\n\u4e2d\ud83d\ude00 +%=;")),
                purge(7, "c", new PurgeScope(PurgeScope.Kind.TENANT, "acme")),
                purge(8, "d", new PurgeScope(PurgeScope.Kind.KEY, "00ff"))));

    assertThat(Purges.parse(purges.text())).isEqualTo(purges);
    assertThat(purges.text().lines()).hasSize(4);
  }

  @Test
  void aLaterVersionMayAddFieldsAndKinds() {
    Purges read = Purges.parse("3,a,17,TENANT,acme,more\n4,b,18,ROUTE,r1");

    assertThat(read.list())
        .containsExactly(
            new Purge(3, "a", 17, new PurgeScope(PurgeScope.Kind.TENANT, "acme")),
            new Purge(4, "b", 18, PurgeScope.ALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "x",
        "1,a,17,ALL",
        "one,a,17,ALL,",
        "1,a,then,ALL,",
        "1,a,17,MODEL,%zz",
        "1,a,17,ALL,\n1,b,17,ALL,",
        "2,a,17,ALL,\n1,b,17,ALL,",
        "0,a,17,ALL,"
      })
  void aBrokenTextHoldsNothing(String text) {
    assertThat(Purges.parse(text)).isEqualTo(Purges.NONE);
  }

  @Test
  void aMissingTextHoldsNothing() {
    assertThat(Purges.parse(null)).isEqualTo(Purges.NONE);
  }
}
