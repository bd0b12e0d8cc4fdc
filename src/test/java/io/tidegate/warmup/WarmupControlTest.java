package io.tidegate.warmup;

import static io.tidegate.warmup.WarmupWorld.numbered;
import static io.tidegate.warmup.WarmupWorld.wording;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.cache.hot.HotKey;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.cache.tiers.SharedNotes;
import io.tidegate.exchange.FailureException;
import io.tidegate.testing.FakeNotes;
import io.tidegate.warmup.WarmupProgress.State;
import io.tidegate.warmup.WarmupProgress.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WarmupControlTest {

  private final FakeNotes notes = new FakeNotes();
  private final WarmupWorld a = new WarmupWorld(1);
  private final WarmupWorld b = new WarmupWorld(2);
  private final WarmupControl deskA = desk(a, notes, "a");
  private final WarmupControl deskB = desk(b, notes, "b");

  @Test
  void letsOneOfTwoServersAskAtItsTimeForWhatIsMissing() {
    for (String question : numbered(50)) {
      a.fresh.put(question, Duration.ofDays(1).toMillis());
      b.fresh.put(question, Duration.ofDays(1).toMillis());
    }
    for (int day = 0; day < 3; day++) {
      int before = a.asked.size() + b.asked.size();
      deskA.due();
      b.pass(Duration.ofSeconds(2));
      deskB.due();
      assertThat(Stream.of(a, b).filter(server -> server.warmup.running())).hasSize(1);
      both(Duration.ofMinutes(1));
      assertThat(a.asked.size() + b.asked.size() - before).isEqualTo(150);
      a.pass(Duration.ofDays(1).minusMinutes(1));
      b.pass(Duration.ofDays(1).minusMinutes(1).minusSeconds(2));
    }
    assertThat(Stream.of(a, b).map(server -> server.warmup.progress().trigger()))
        .contains(Optional.of(Trigger.SCHEDULE));
  }

  @Test
  void whatIsDueIsOverdueUntilItBeginsSomewhere() {
    assertThat(deskA.overdue()).isZero();
    a.pass(Duration.ofDays(1));
    b.pass(Duration.ofDays(1));
    Duration before = deskA.overdue();
    a.pass(Duration.ofMinutes(11));
    assertThat(deskA.overdue()).isEqualTo(before.plusMinutes(11));

    deskB.due();
    deskA.due();
    assertThat(deskA.overdue()).isZero();
    assertThat(deskB.overdue()).isZero();
  }

  @Test
  void aWarmupByHandMakesUpForTheOneThatWasMissed() {
    a.pass(Duration.ofDays(1).plusMinutes(1));
    assertThat(deskA.overdue()).isPositive();
    deskA.warmHottest();

    assertThat(deskA.overdue()).isZero();
  }

  @Test
  void leavesTheTurnToOthersWhileItWarmsByHand() {
    deskA.warmHottest();
    deskA.due();
    deskB.due();

    assertThat(a.warmup.progress().trigger()).contains(Trigger.HAND);
    assertThat(b.warmup.progress().trigger()).contains(Trigger.SCHEDULE);
  }

  @Test
  void aTimeThatHasNotComeYetWasTakenByNobody() {
    b.pass(Duration.ofDays(365));
    deskB.due();
    assertThat(b.warmup.running()).isTrue();

    deskA.due();

    assertThat(a.warmup.running()).isTrue();
    WarmupWorld c = new WarmupWorld(3);
    desk(c, notes, "c").due();
    assertThat(c.warmup.progress().state()).isEqualTo(State.IDLE);
  }

  @Test
  void aServerWhoseClockIsALittleAheadHasTheTurn() throws Exception {
    assertThat(notes.replace("warmup", null, "2026-11-23T02:04:00Z b")).isTrue();

    deskA.due();

    assertThat(a.warmup.progress().state()).isEqualTo(State.IDLE);
  }

  @Test
  void runsOnAServerThatIsCutOff() {
    deskA.due();
    notes.trouble(FakeNotes.Trouble.OUT_OF_REACH);
    deskB.due();

    assertThat(b.warmup.running()).isTrue();
  }

  @Test
  void runsOnceWhenTheServerThatWonIsNotToldSo() {
    notes.trouble(FakeNotes.Trouble.SILENT_ONCE);
    deskA.due();
    deskB.due();

    assertThat(a.warmup.running()).isTrue();
    assertThat(b.warmup.progress().state()).isEqualTo(State.IDLE);
  }

  @Test
  void runsOnAServerThatSharesNothing() {
    SharedNotes none =
        new SharedNotes() {
          @Override
          public String get(String name) {
            return null;
          }

          @Override
          public boolean replace(String name, String before, String after) {
            return true;
          }
        };
    desk(a, none, "a").due();
    desk(b, none, "b").due();

    assertThat(a.warmup.running()).isTrue();
    assertThat(b.warmup.running()).isTrue();
  }

  @Test
  void refusesASecondRunByHand() {
    deskA.warmHottest();

    assertThatThrownBy(deskA::warmHottest)
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("conflict");
    assertThatThrownBy(() -> deskA.warm(List.of(wording("x")), () -> {}))
        .isInstanceOf(FailureException.class);
    assertThat(a.warmup.stop()).isTrue();
    deskA.warm(List.of(wording("x")), () -> {});
    assertThat(a.warmup.progress().trigger()).contains(Trigger.FILE);
  }

  private void both(Duration time) {
    a.run(time);
    b.run(time);
  }

  private static WarmupControl desk(WarmupWorld server, SharedNotes notes, String name) {
    WarmupControl.Parts parts =
        new WarmupControl.Parts(
            new ClusterTurn(notes, name), WarmupControlTest::hottest, Runnable::run);
    return new WarmupControl(server.warmup, server.schedule, parts, server::time);
  }

  private static List<HotKey> hottest() {
    List<HotKey> keys = new ArrayList<>();
    for (String question : numbered(200)) {
      keys.add(new HotKey(new CacheKey(question), 1, 0, wording(question)));
    }
    keys.add(new HotKey(new CacheKey("no words"), 1, 0, null));
    return keys;
  }
}
