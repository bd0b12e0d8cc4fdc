package io.tidegate.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.quotas.Subject.Scope;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.SampleCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotasTest {

  private static final TenantId TEAM = new TenantId("team");
  private static final KeyId KEY = new KeyId("k1");
  private static final Subject WHOLE = Subject.of(TEAM);
  private static final Subject OF_KEY = new Subject(TEAM, Scope.KEY, "k1");
  private static final Subject OF_MODEL = new Subject(TEAM, Scope.MODEL, "flash");
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private final ManualClock clock = new ManualClock();
  private final Quotas quotas =
      new Quotas(
          new QuotaTools(
              QuotaShares.ALONE, Duration.ofMinutes(1), clock, InstantSource.fixed(NOON)));

  private static Limits requests(long perMinute) {
    return new Limits(perMinute, -1, -1, -1, -1);
  }

  private static Call call(int number) {
    Call sample = SampleCalls.chat("flash", Deadline.after(0, Duration.ofMinutes(1)));
    return new Call(
        "c" + number,
        TEAM,
        sample.operation(),
        sample.request(),
        sample.deadline(),
        Terms.DEFAULT.by(KEY));
  }

  @Test
  void refusesTheCallAfterTheLastOneOfAMinuteAndSaysWhenThereIsAnother() {
    quotas.set(Map.of(WHOLE, requests(3)));
    for (int i = 0; i < 3; i++) {
      assertThat(quotas.enter(TEAM, KEY).refusal()).isNull();
    }

    Failure refusal = quotas.enter(TEAM, KEY).refusal();

    assertThat(refusal.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    assertThat(refusal.retryAfter()).isCloseTo(Duration.ofSeconds(20), Duration.ofMillis(1));
    assertThat(refusal.message()).contains("tenant", "requests per minute", "3");
    clock.advance(refusal.retryAfter());
    assertThat(quotas.enter(TEAM, KEY).refusal()).isNull();
  }

  @Test
  void whoeverHasNoLimitsIsLetInForNothing() {
    quotas.set(Map.of(WHOLE, requests(0)));
    assertThat(quotas.enter(new TenantId("other"), KEY)).isSameAs(Pass.FREE);
    assertThat(quotas.enter(TEAM, KEY).refusal()).isNotNull();
  }

  @Test
  void whatTheKeyRefusesIsGivenBackToTheTenant() {
    quotas.set(Map.of(WHOLE, requests(10), OF_KEY, requests(1)));
    assertThat(quotas.enter(TEAM, KEY).refusal()).isNull();
    for (int i = 0; i < 20; i++) {
      assertThat(quotas.enter(TEAM, KEY).refusal().message()).contains("this key");
    }
    assertThat(quotas.states(TEAM, KeyId.NONE, null).requests().remaining()).isEqualTo(9);
  }

  @Test
  void aPlaceComesBackOnceHoweverOftenThePassIsClosed() {
    quotas.set(Map.of(WHOLE, new Limits(-1, -1, 1, -1, -1)));
    Pass pass = quotas.enter(TEAM, KEY);
    assertThat(quotas.enter(TEAM, KEY).refusal().message()).contains("calls at a time");

    pass.close();
    pass.close();

    assertThat(quotas.enter(TEAM, KEY).refusal()).isNull();
    assertThat(quotas.enter(TEAM, KEY).refusal()).isNotNull();
  }

  @Test
  void aModelsLimitIsAskedForBesideTheTenants() {
    quotas.set(Map.of(OF_MODEL, new Limits(-1, -1, 1, -1, -1)));
    Pass first = quotas.enter(TEAM, KEY);
    Pass second = quotas.enter(TEAM, KEY);
    assertThat(quotas.ask(first, TEAM, "flash")).isNull();
    assertThat(quotas.ask(second, TEAM, "other")).isNull();
    assertThat(quotas.ask(second, TEAM, "flash").message()).contains("this model");
    first.close();
    assertThat(quotas.ask(quotas.enter(TEAM, KEY), TEAM, "flash")).isNull();
  }

  @Test
  void aCallThatUsesNothingGivesAllBack() {
    quotas.set(Map.of(WHOLE, new Limits(-1, 1000, -1, 5_000, -1)));
    Call first = call(1);
    assertThat(quotas.reserve(first, "flash", 600, 4_000)).isNull();
    assertThat(quotas.reserve(call(2), "flash", 100, 2_000).message()).contains("budget");
    assertThat(quotas.reserve(call(3), "flash", 600, 0).message()).contains("tokens per minute");

    quotas.release(first);

    assertThat(quotas.states(TEAM, KEY, "flash").tokens().remaining()).isEqualTo(1000);
    assertThat(quotas.reserve(call(4), "flash", 1000, 5_000)).isNull();
  }

  @Test
  void aSpentBudgetIsThereAgainTheNextDay() {
    quotas.set(Map.of(WHOLE, new Limits(-1, -1, -1, 5_000, -1)));
    Call first = call(1);
    assertThat(quotas.reserve(first, "flash", 10, 1_000)).isNull();
    quotas.charge(first, "flash", 10, 6_000);
    quotas.release(first);

    Failure refusal = quotas.reserve(call(2), "flash", 10, 1);

    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofHours(12));
    assertThat(quotas.all().get(0).spentDay()).isEqualTo(6_000);
  }

  @Test
  void whatAllServersHaveSpentTakesThePlaceOfWhatThisOneHasWrittenDown() {
    quotas.set(Map.of(WHOLE, new Limits(-1, -1, -1, 5_000, 50_000)));
    quotas.charge(call(1), "flash", 10, 1_000);
    quotas.leave();
    quotas.charge(call(2), "flash", 10, 200);

    quotas.look((subject, first, end) -> first.plusDays(1).equals(end) ? 3_000 : 9_000);

    assertThat(quotas.all().get(0).spentDay()).isEqualTo(3_200);
    assertThat(quotas.all().get(0).spentMonth()).isEqualTo(9_200);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void nothingIsLostOrMadeHoweverCallsEnd(long seed) {
    Random random = new Random(seed);
    setMany();
    long used = 0;
    List<Call> calls = new ArrayList<>();
    List<Pass> passes = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      Pass pass = quotas.enter(TEAM, KEY);
      boolean let = pass.refusal() == null && quotas.ask(pass, TEAM, "flash") == null;
      Call call = call(i);
      if (let
          && quotas.reserve(call, "flash", 1 + random.nextInt(50), random.nextInt(100)) == null) {
        calls.add(call);
        passes.add(pass);
      } else {
        pass.close();
      }
      while (!calls.isEmpty() && (calls.size() > 9 || random.nextBoolean())) {
        int which = random.nextInt(calls.size());
        Call ended = calls.remove(which);
        int tokens = random.nextInt(3) == 0 ? 0 : random.nextInt(80);
        if (tokens > 0) {
          quotas.charge(ended, "flash", tokens, tokens);
          used += tokens;
        }
        // Several hear of the end.
        quotas.release(ended);
        quotas.release(ended);
        passes.get(which).close();
        passes.remove(which).close();
      }
    }
    calls.forEach(quotas::release);
    passes.forEach(Pass::close);

    checkBalance(seed, used);
  }

  @Test
  void whoIsRefusedTooOftenIsKeptAwayAndWhoObeysIsNot() {
    quotas.set(Map.of(WHOLE, requests(60)));
    for (int i = 0; i < 60 + PenaltyBox.CLIENTS; i++) {
      quotas.enter(TEAM, KEY);
    }
    assertThat(quotas.enter(TEAM, KEY).refusal().message()).doesNotContain("kept away");
    assertThat(quotas.enter(TEAM, KEY).refusal().message()).contains("kept away");
  }

  @Test
  void whatIsUsedCountsOnWhenALimitChanges() {
    quotas.set(Map.of(WHOLE, requests(60)));
    for (int i = 0; i < 50; i++) {
      quotas.enter(TEAM, KEY);
    }
    quotas.set(Map.of(WHOLE, requests(30)));
    assertThat((double) quotas.states(TEAM, KEY, null).requests().remaining())
        .isCloseTo(10, within(0.1));
    quotas.set(Map.of());
    assertThat(quotas.enter(TEAM, KEY)).isSameAs(Pass.FREE);
  }

  private void setMany() {
    quotas.set(
        Map.of(
            WHOLE,
            new Limits(100_000, 1_000_000, 20, 1_000_000_000, -1),
            OF_KEY,
            new Limits(-1, 1_000_000, 15, -1, -1),
            OF_MODEL,
            new Limits(-1, 1_000_000, 10, -1, -1)));
  }

  private void checkBalance(long seed, long used) {
    for (QuotaState state : quotas.all()) {
      assertThat(state.tokens().remaining()).as("seed %d", seed).isEqualTo(1_000_000 - used);
      assertThat(state.inUse()).as("seed %d", seed).isZero();
    }
    assertThat(quotas.all().get(0).spentDay()).isEqualTo(used);
    assertThat(quotas.reserved()).isZero();
  }
}
