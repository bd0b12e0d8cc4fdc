package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.metrics.Metric;
import io.tidegate.testing.ToReproduce;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccountsTest {

  private final AccountFixture fixture = new AccountFixture();
  private final Accounts accounts = fixture.accounts;

  @RegisterExtension final ToReproduce facts = new ToReproduce(fixture.clock);

  @Test
  void nodesThatNameTheSameAccountShareItWhateverTheirKeys() {
    Account shared = accounts.of("a", "team", "key-1");

    assertThat(accounts.of("b", "team", "key-2")).isSameAs(shared);
    assertThat(shared.name()).isEqualTo("team");
  }

  @Test
  void nodesWithTheSameKeyShareAnAccountNamedAfterTheFirst() {
    Account shared = accounts.of("a", null, "key-1");

    assertThat(accounts.of("b", null, "key-1")).isSameAs(shared);
    assertThat(accounts.of("c", null, "key-2")).isNotSameAs(shared);
    assertThat(shared.name()).isEqualTo("a");
  }

  @Test
  void aNamedAccountIsNotTheOneOfItsKey() {
    assertThat(accounts.of("a", null, "key-1")).isNotSameAs(accounts.of("b", "team", "key-1"));
  }

  @Test
  void aNodeWithNeitherIsItsOwnAccount() {
    Account own = accounts.of("a", null, null);

    assertThat(accounts.of("a", null, null)).isSameAs(own);
    assertThat(accounts.of("b", null, null)).isNotSameAs(own);
    assertThat(own.name()).isEqualTo("a");
  }

  @Test
  void whatLooksTheSameInDifferentKindsStaysApartAndHasItsOwnName() {
    assertThat(accounts.of("a", null, null).name()).isEqualTo("a");
    assertThat(accounts.of("x", "a", null).name()).isEqualTo("a-2");
    assertThat(accounts.of("a", null, "a").name()).isEqualTo("a-3");
    assertThat(accounts.all()).hasSize(3);
  }

  @Test
  void showsWhetherEachMayBeUsed() {
    Account account = accounts.of("a", null, "key-1");
    assertThat(usable("a")).isEqualTo(1);

    fixture.observe(account, 402);
    assertThat(usable("a")).isZero();

    account.nodeChanged();
    assertThat(usable("a")).isEqualTo(1);
  }

  @Test
  void forgetsAccountsThatNoNodeBelongsTo() {
    Account kept = accounts.of("a", null, null);
    Account left = accounts.of("b", null, null);

    accounts.keepOnly(() -> Set.of(kept));

    assertThat(accounts.all()).containsExactly(kept);
    assertThat(fixture.metrics.hasGauge(Metric.ACCOUNT_USABLE, "b")).isFalse();
    assertThat(accounts.of("b", null, null)).isNotSameAs(left);
  }

  private long usable(String account) {
    return fixture.metrics.gauge(Metric.ACCOUNT_USABLE, account);
  }
}
