package io.tidegate.cache.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.cache.key.CacheKey;
import io.tidegate.cache.tiers.PurgeScope;
import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HotKeysTest {

  private static final int BUDGET = 100_000;
  private static final int LARGEST = 10_000;
  private static final HotKeys.Limits LIMITS =
      new HotKeys.Limits(100, Duration.ofHours(6), BUDGET, LARGEST);

  private final long seed = new Random().nextLong();
  private final ManualClock clock = new ManualClock();
  private final HotKeys hot = new HotKeys(clock, InstantSource.fixed(Instant.EPOCH), "s1", LIMITS);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, clock);

  @Test
  void tellWhatIsAskedMostAndHowToAskItAgain() {
    Call call = call(10, new Terms(Priority.NORMAL, true, 0));
    ask("a", call, 1);
    ask("b", SampleCalls.by("other", call), 2);

    List<HotKey> top = hot.top(10);

    assertThat(top).extracting(key -> key.key().hex()).containsExactly("b", "a");
    assertThat(top).extracting(HotKey::count).containsExactly(2.0, 1.0);
    assertThat(top.get(0).wording().tenant()).isEqualTo(new TenantId("other"));
    RepeatableRequest wording = top.get(1).wording();
    assertThat(wording.model()).isEqualTo("served");
    assertThat(wording.operation()).isEqualTo(Operation.CHAT);
    assertThat(wording.tenant()).isEqualTo(call.tenant());
    assertThat(wording.pinned()).isTrue();
    assertThat(wording.body()).isEqualTo(call.request().body());
    assertThat(wording.bytes()).hasSize(call.request().size());
    assertThat(hot.top(1)).hasSize(1);
  }

  @Test
  void forgetHowToAskWhatIsNoLongerCounted() {
    for (int i = 0; i < 2 * LIMITS.counters(); i++) {
      ask("key" + i, call(10), 1);
    }

    List<HotKey> top = hot.top(1000);

    assertThat(top).hasSize(LIMITS.counters()).noneMatch(key -> key.wording() == null);
    assertThat(hot.bytes()).isEqualTo(LIMITS.counters() * (long) (size(call(10)) + 256));
  }

  @Test
  void countLargeBodiesButDoNotKeepThem() {
    ask("large", call(LARGEST), 1);
    ask("small", call(10), 1);

    Map<String, Boolean> kept =
        hot.top(10).stream()
            .collect(Collectors.toMap(key -> key.key().hex(), key -> key.wording() != null));
    assertThat(kept).isEqualTo(Map.of("large", false, "small", true));
  }

  @Test
  void keepTheHottestWhereTheBudgetDoesNotSufficeForAll() {
    for (int i = 0; i < 90; i++) {
      ask("key" + i, call(1000), 100 - i);
      assertThat(hot.bytes()).isLessThanOrEqualTo(BUDGET);
    }

    List<HotKey> top = hot.top(90);
    assertThat(top.subList(0, 10)).noneMatch(key -> key.wording() == null);
    assertThat(top).anyMatch(key -> key.wording() == null);
  }

  @RepeatedTest(5)
  void stayWithinTheBudgetWhateverIsAsked() {
    Random random = new Random(seed);
    Zipf zipf = new Zipf(500, 1, random);
    for (int i = 0; i < 2000; i++) {
      ask("key" + zipf.next(), call(1 + random.nextInt(LARGEST / 4)), 1);
      assertThat(hot.bytes()).isBetween(0L, (long) BUDGET);
    }
    long told =
        hot.top(1000).stream()
            .filter(key -> key.wording() != null)
            .mapToLong(key -> key.wording().body().remaining() + 256)
            .sum();
    assertThat(told).isEqualTo(hot.bytes());
  }

  @Test
  void doNotCountWhatTheCacheCannotHelp() {
    ask("a", call(10, said(new Caching(true, true, false))), 1);
    ask("b", call(10, said(new Caching(true, false, true))), 1);

    assertThat(hot.top(10)).isEmpty();
  }

  @Test
  void forgetTheBodiesOfAPurgedTenantAndKeyButGoOnCounting() {
    ask("a", call(10), 1);
    ask("b", SampleCalls.by("other", call(10)), 1);
    ask("c", SampleCalls.by("other", call(10)), 1);

    hot.purge(PurgeScope.ALL);
    hot.purge(new PurgeScope(PurgeScope.Kind.TENANT, call(10).tenant().value()));
    hot.purge(new PurgeScope(PurgeScope.Kind.KEY, "b"));

    Map<String, Boolean> kept =
        hot.top(10).stream()
            .collect(Collectors.toMap(key -> key.key().hex(), key -> key.wording() != null));
    assertThat(kept).isEqualTo(Map.of("a", false, "b", false, "c", true));
    assertThat(hot.bytes()).isEqualTo(size(call(10)) + 256L);
  }

  @Test
  void preferWhatIsAskedLately() {
    ask("yesterday", call(10), 10);
    clock.advance(Duration.ofDays(1));
    ask("today", call(10), 2);

    assertThat(hot.top(2)).extracting(key -> key.key().hex()).containsExactly("today", "yesterday");
  }

  @Test
  void needRoomForSeveralBodies() {
    assertThatThrownBy(() -> new HotKeys.Limits(100, Duration.ofHours(1), 4 * 1000, 1000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doNotShowWordsByAccident() {
    ask("a", call(10), 1);

    assertThat(hot.top(1).toString()).contains("bytes").doesNotContain("messages");
  }

  private void ask(String key, Call call, int times) {
    for (int i = 0; i < times; i++) {
      hot.asked(new CacheKey(key), call, "served");
    }
  }

  private static Terms said(Caching caching) {
    return new Terms(Priority.NORMAL, false, 0, caching);
  }

  private static int size(Call call) {
    return call.request().size();
  }

  private static Call call(int tokens) {
    return call(tokens, Terms.DEFAULT);
  }

  private static Call call(int tokens, Terms terms) {
    return SampleCalls.chat("model", false, tokens, new Deadline(0), terms);
  }
}
