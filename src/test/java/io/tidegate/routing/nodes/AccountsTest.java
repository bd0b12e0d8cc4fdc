package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admission.Shares;
import io.tidegate.exchange.Permit;
import io.tidegate.metrics.Metric;
import io.tidegate.routing.balancing.NodeSketch;
import io.tidegate.settings.Settings;
import io.tidegate.testing.ToReproduce;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
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
  void isNamedAfterTheFirstOfItsNodesWhicheverWasAskedFirst() {
    Node c = add("c", "", "key-1");
    Node b = add("b", "", "key-1");
    Node other = add("a", "", "key-2");

    assertThat(c.account(accounts)).isSameAs(b.account(accounts)).isNotSameAs(other);
    assertThat(c.account(accounts).name()).isEqualTo("b");
    assertThat(other.account(accounts).name()).isEqualTo("a");
  }

  @Test
  void anAccountThatIsNamedHasItsNameWhoeverWasThereBefore() {
    Node alone = add("team", "", "key-1");
    Node named = add("x", "team", "key-2");

    assertThat(alone.account(accounts).name()).isEqualTo("team-2");
    assertThat(named.account(accounts).name()).isEqualTo("team");
  }

  /** As on a server that is started now, which never saw the node that is gone. */
  @Test
  void hasTheNameThatAServerGivesItWhichStartsNow() {
    Node a = add("a", "", "key-1");
    Node b = add("b", "", "key-1");
    fixture.observe(b.account(accounts), 402);
    Account before = b.account(accounts);

    fixture.nodes.remove(a);
    accounts.keepOnly(() -> Set.of(b.account(accounts)));

    assertThat(b.account(accounts)).isNotSameAs(before);
    assertThat(b.account(accounts).name()).isEqualTo("b");
    assertThat(accounts.all()).containsExactly(b.account(accounts));
    assertThat(fixture.metrics.hasGauge(Metric.ACCOUNT_USABLE, "a")).isFalse();
    assertThat(usable("b")).isEqualTo(1);

    fixture.nodes.add(a);
    accounts.keepOnly(() -> Set.of(a.account(accounts)));

    assertThat(b.account(accounts)).isSameAs(a.account(accounts));
    assertThat(b.account(accounts).name()).isEqualTo("a");
  }

  @Test
  void anAccountWithAnotherKeyIsShownAsTheOneBeforeWas() {
    Node a = add("a", "", "key-1");
    var unused = a.account(accounts);

    a.become(NodeSketch.of(a.spec()).withKey("key-2").spec());
    Account next = a.account(accounts);
    accounts.keepOnly(() -> Set.of(next));

    assertThat(next.name()).isEqualTo("a");
    assertThat(usable("a")).isEqualTo(1);
    fixture.observe(next, 402);
    assertThat(usable("a")).isZero();
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

  @Test
  void whatAForgottenAccountSharesIsForgottenOnceNoCallUsesIt() {
    List<String> shared = new ArrayList<>();
    Accounts sharing = new AccountFixture(10, recorded(shared)).accounts;
    Permit running =
        sharing.of("a", null, null).limiter(AccountFixture.MODEL).tryAcquire().orElseThrow();
    var unused = sharing.of("b", null, null).limiter(AccountFixture.MODEL);
    assertThat(shared).containsExactly("a/chat", "b/chat");

    sharing.keepOnly(Set::of);
    sharing.keepOnly(Set::of);
    assertThat(shared).containsExactly("a/chat");

    running.close();
    sharing.keepOnly(Set::of);
    assertThat(shared).isEmpty();
  }

  @Test
  void anAccountThatComesBackUnderItsNameKeepsWhatItShares() {
    List<String> shared = new ArrayList<>();
    Accounts sharing = new AccountFixture(10, recorded(shared)).accounts;
    var before = sharing.of("a", null, null).limiter(AccountFixture.MODEL);
    sharing.keepOnly(Set::of);
    Account again = sharing.of("a", null, null);
    assertThat(again.limiter(AccountFixture.MODEL)).isNotSameAs(before);

    sharing.keepOnly(() -> Set.of(again));

    assertThat(shared).contains("a/chat");
  }

  @Test
  void whatTheNextOfItsNameDoesNotShareIsForgotten() {
    List<String> shared = new ArrayList<>();
    Accounts sharing = new AccountFixture(10, recorded(shared)).accounts;
    var before = sharing.of("a", null, "key-1").limiter("old");
    sharing.keepOnly(Set::of);
    Account next = sharing.of("a", null, "key-2");
    assertThat(next.limiter("new")).isNotSameAs(before);

    sharing.keepOnly(() -> Set.of(next));

    assertThat(shared).containsExactly("a/new");
  }

  private static Shares recorded(List<String> shared) {
    return new Shares() {
      @Override
      public int share(String key, int limit) {
        return limit;
      }

      @Override
      public void register(String key, IntSupplier limit, IntSupplier inUse) {
        shared.add(key);
      }

      @Override
      public void forget(String key) {
        shared.remove(key);
      }
    };
  }

  private Node add(String name, String account, String key) {
    NodeSpec spec = NodeSketch.node(name, "m").withAccount(account).withKey(key).spec();
    Node node = new Node(spec, RoutingConfig.from(new Settings(Map.of())));
    fixture.nodes.add(node);
    return node;
  }

  private long usable(String account) {
    return fixture.metrics.gauge(Metric.ACCOUNT_USABLE, account);
  }
}
