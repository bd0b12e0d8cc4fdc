package io.tidegate.cache.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.cache.key.CacheKey;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Terms;
import io.tidegate.testing.FakeNotes;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.SampleCalls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotKeysSharingTest {

  private final ManualClock clock = new ManualClock();
  private Instant time = Instant.parse("2026-11-23T02:00:00Z");
  private final FakeNotes notes = new FakeNotes();
  private final HotKeys a = server("a");
  private final HotKeys b = server("b");

  @Test
  void addsUpWhatServersWereAsked() {
    ask(a, "x", 3);
    ask(a, "y", 2);
    ask(b, "y", 4);
    ask(b, "z", 1);
    assertThat(a.publish(notes)).isTrue();
    assertThat(b.publish(notes)).isTrue();

    assertThat(summary(a)).containsExactly("y 6", "x 3", "z 1").isEqualTo(summary(b));
    assertThat(a.everywhere(notes, 10)).noneMatch(key -> key.wording() == null);
    assertThat(a.everywhere(notes, 1)).hasSize(1);
  }

  @Test
  void doesNotCountItsOwnNote() {
    ask(a, "x", 3);
    var unused = a.publish(notes);

    assertThat(summary(a)).containsExactly("x 3");
  }

  @Test
  void keepsItsOwnWhenTheOthersAreOutOfReach() {
    ask(a, "x", 3);
    ask(b, "y", 3);
    var unused = b.publish(notes);
    notes.trouble(FakeNotes.Trouble.OUT_OF_REACH);

    assertThat(a.publish(notes)).isFalse();
    assertThat(summary(a)).containsExactly("x 3");
  }

  @Test
  void letsWhatASilentServerToldFadeAndForgetsItAfterADay() {
    ask(a, "x", 8);
    var unused = a.publish(notes);
    time = time.plus(Duration.ofHours(6));
    assertThat(b.everywhere(notes, 1).get(0).count()).isCloseTo(4, within(1e-9));

    time = time.plus(Duration.ofHours(17));
    assertThat(b.publish(notes)).isTrue();
    assertThat(summary(b)).hasSize(1);
    time = time.plus(Duration.ofHours(2));
    assertThat(b.publish(notes)).isTrue();
    assertThat(summary(b)).isEmpty();
  }

  @Test
  void tellsCountsButNoBodiesWhereThoseMustNotLeaveTheServer() {
    HotKeys silent =
        new HotKeys(new ManualClock(), () -> time, "s9", HotKeys.Limits.DEFAULT.telling(false));
    ask(silent, "x", 3);

    assertThat(silent.publish(notes)).isTrue();

    assertThat(b.everywhere(notes, 1).get(0).count()).isCloseTo(3, within(1e-9));
    assertThat(b.everywhere(notes, 1).get(0).wording()).isNull();
    assertThat(silent.top(1).get(0).wording()).isNotNull();
  }

  @Test
  void takesThePlaceOfWhatItToldBefore() {
    ask(a, "x", 1);
    assertThat(a.publish(notes)).isTrue();
    ask(a, "x", 1);
    assertThat(a.publish(notes)).isTrue();

    assertThat(summary(b)).containsExactly("x 2");
  }

  @Test
  void leavesOutWhatItCannotRead() throws IOException {
    ask(a, "x", 1);
    var unused = a.publish(notes);
    assertThat(notes.replace("hot/a", notes.get("hot/a"), "2 of a later version")).isTrue();
    ask(b, "y", 1);

    assertThat(summary(b)).containsExactly("y 1");
  }

  @Test
  void staysUnderTwoMegabytesAndTellsTheHottestWords() {
    Call large = call(60_000);
    for (int i = 0; i < 60; i++) {
      for (int times = 0; times < 100 - i; times++) {
        a.asked(new CacheKey("k" + i), large, "m");
      }
    }
    assertThat(a.publish(notes)).isTrue();

    assertThat(notes.longest()).isBetween(1 << 20, 2 << 20);
    List<HotKey> told = b.everywhere(notes, 200);
    assertThat(told).hasSize(60);
    assertThat(told.get(0).wording().body()).isEqualTo(large.request().body());
    assertThat(told.get(59).wording()).isNull();
  }

  @Test
  void surviveTheWayThroughText() {
    ask(a, "x", 3);
    ask(a, "y", 1);
    HotList list =
        new HotList(
            7,
            new HeavyHitters<>(
                List.of(new HeavyHitters.Counted<>(new CacheKey("x"), 1.25, 0.1)), 0.05),
            Map.of(new CacheKey("x"), a.top(1).get(0).wording()));

    assertThat(HotList.parse(list.text(10_000))).isEqualTo(list);
    assertThat(HotList.parse(list.text(0)).wordings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 2",
        "2 0 0.0",
        "1 0 NaN",
        "1 0 0.0\nkey 1",
        "1 0 0.0\nkey -1 0",
        "1 0 0.0\nkey 1 0 CHAT t true AA==",
        "1 0 0.0\nkey 1 0 SING t true AA== AA==",
        "1 0 0.0\nkey 1 0 CHAT t true AA== %"
      })
  void refuseTextOfAnotherForm(String text) {
    assertThatThrownBy(() -> HotList.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> summary(HotKeys server) {
    return server.everywhere(notes, 10).stream()
        .map(key -> key.key().hex() + " " + Math.round(key.count()))
        .toList();
  }

  private HotKeys server(String name) {
    return new HotKeys(clock, () -> time, name);
  }

  private static void ask(HotKeys server, String key, int times) {
    for (int i = 0; i < times; i++) {
      server.asked(new CacheKey(key), call(10), "m");
    }
  }

  private static Call call(int tokens) {
    return SampleCalls.chat("model", false, tokens, new Deadline(0), Terms.DEFAULT);
  }
}
