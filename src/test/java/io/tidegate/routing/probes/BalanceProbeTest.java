package io.tidegate.routing.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.Account.State;
import io.tidegate.routing.nodes.AccountFixture;
import io.tidegate.testing.FakeUpstream;
import io.tidegate.testing.ToReproduce;
import io.tidegate.upstream.NodeAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalanceProbeTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration NANO = Duration.ofNanos(1);
  private static final String MONEY = "{\"is_available\":true,\"balance_infos\":[]}";
  private static final String NO_MONEY = "{\"is_available\":false,\"balance_infos\":[]}";

  private final AccountFixture fixture = new AccountFixture();
  private final Account account = fixture.account();
  private final FakeUpstream upstream = new FakeUpstream();
  private Optional<NodeAddress> target =
      Optional.of(new NodeAddress("a", URI.create("http://a.example/base"), "secret"));
  private final BalanceProbe probe =
      new BalanceProbe(fixture.accounts, upstream, any -> target, fixture.clock);

  @RegisterExtension final ToReproduce facts = new ToReproduce(fixture.clock);

  @Test
  void asksNobodyWhileAllIsWell() {
    tickAfter(MINUTE.multipliedBy(10));

    assertThat(upstream.fetched()).isEmpty();
    assertThat(upstream.probed()).isEmpty();
  }

  @Test
  void asksAnEmptyAccountForItsBalanceEveryMinuteUntilItHasOne() {
    fixture.observe(account, 402);
    upstream.answerFetch("a", 200, NO_MONEY);

    tickAfter(MINUTE.minus(NANO));
    assertThat(upstream.fetched()).isEmpty();
    tickAfter(NANO);
    assertThat(upstream.fetched()).containsExactly(URI.create("http://a.example/user/balance"));
    assertThat(account.state()).isEqualTo(State.EMPTY);

    upstream.answerFetch("a", 200, MONEY);
    tickAfter(MINUTE.minus(NANO));
    assertThat(account.state()).isEqualTo(State.EMPTY);
    tickAfter(NANO);
    assertThat(account.state()).isEqualTo(State.USABLE);
    tickAfter(MINUTE);
    assertThat(upstream.fetched()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 403, 404, 405, 410, 501})
  void triesAnEmptyAccountAgainWhereThereIsNoBalanceToAskFor(int status) {
    fixture.observe(account, 402);
    upstream.answerFetch("a", status, "");

    tickAfter(MINUTE);

    assertThat(account.state()).isEqualTo(State.USABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "[]"})
  void triesAnEmptyAccountAgainWhoseBalanceIsNone(String body) {
    fixture.observe(account, 402);
    upstream.answerFetch("a", 200, body);

    tickAfter(MINUTE);

    assertThat(account.state()).isEqualTo(State.USABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 429, 500, 503})
  void leavesAnEmptyAccountOutWhenItsBalanceIsNotTold(int status) {
    fixture.observe(account, 402);
    upstream.answerFetch("a", status, MONEY);

    tickAfter(MINUTE);

    assertThat(account.state()).isEqualTo(State.EMPTY);
  }

  @Test
  void asksAgainAfterAFailure() {
    fixture.observe(account, 402);
    upstream.failFetch("a");
    tickAfter(MINUTE);
    assertThat(account.state()).isEqualTo(State.EMPTY);

    upstream.answerFetch("a", 200, MONEY);
    tickAfter(MINUTE);

    assertThat(account.state()).isEqualTo(State.USABLE);
  }

  @Test
  void asksARejectedAccountForItsModelsEveryFiveMinutes() {
    fixture.observe(account, 401);
    upstream.answerProbe("a", 401);

    tickAfter(MINUTE.multipliedBy(5).minus(NANO));
    assertThat(upstream.probed()).isEmpty();
    tickAfter(NANO);
    assertThat(upstream.probed()).containsExactly("a");
    assertThat(account.state()).isEqualTo(State.REJECTED);

    upstream.answerProbe("a", 200);
    tickAfter(MINUTE.multipliedBy(5));
    assertThat(account.state()).isEqualTo(State.USABLE);
    assertThat(upstream.fetched()).isEmpty();
  }

  @Test
  void asksForEachKeyByItselfAndForgetsOneThatNoNodeHas() {
    fixture.observe(account, 401, "sk-gone", null);
    fixture.observe(account, 401, "sk-bad", null);
    upstream.answerProbe("a", 401);
    BalanceProbe byKey =
        new BalanceProbe(
            fixture.accounts,
            upstream,
            trouble -> target.filter(any -> trouble.concerns("sk-bad")),
            fixture.clock);

    fixture.clock.advance(MINUTE.multipliedBy(5));
    byKey.tick();

    assertThat(upstream.probed()).containsExactly("a");
    assertThat(account.refuses("sk-gone")).isFalse();
    assertThat(account.refuses("sk-bad")).isTrue();
  }

  @Test
  void waitsAgainWhenAnAccountGoesOutAgain() {
    upstream.answerFetch("a", 200, MONEY);
    fixture.observe(account, 402);
    tickAfter(MINUTE);
    fixture.clock.advance(MINUTE);
    fixture.observe(account, 402);

    tickAfter(MINUTE.minus(NANO));
    assertThat(upstream.fetched()).hasSize(1);
    tickAfter(NANO);
    assertThat(upstream.fetched()).hasSize(2);
  }

  @Test
  void doesNotBelieveALateReplyAboutAnotherTrouble() {
    fixture.observe(account, 402);
    tickAfter(MINUTE);
    fixture.observe(account, 401);

    upstream.answerFetch("a", 200, MONEY);

    assertThat(account.state()).isEqualTo(State.REJECTED);
  }

  @Test
  void asksNothingAboutAnAccountWithoutANode() {
    target = Optional.empty();
    fixture.observe(account, 402);

    tickAfter(MINUTE);

    assertThat(upstream.fetched()).isEmpty();
  }

  @Test
  void forgetsAccountsThatAreGone() {
    fixture.observe(account, 402);
    tickAfter(MINUTE);
    fixture.accounts.keepOnly(Set::of);

    tickAfter(MINUTE);

    assertThat(upstream.fetched()).hasSize(1);
  }

  private void tickAfter(Duration time) {
    fixture.clock.advance(time);
    probe.tick();
  }
}
