package io.tidegate.warmup;

import static io.tidegate.warmup.WarmupWorld.numbered;
import static io.tidegate.warmup.WarmupWorld.wordings;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Priority;
import io.tidegate.metrics.Metric;
import io.tidegate.testing.ToReproduce;
import io.tidegate.warmup.WarmupProgress.State;
import io.tidegate.warmup.WarmupProgress.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WarmupTest {

  private static final long A_DAY = Duration.ofDays(1).toMillis();
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final long seed = new Random().nextLong();
  private final WarmupWorld world = new WarmupWorld(seed);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, world.clock);

  @Test
  void asksNothingInTheNameOfATenantWhoseTermsHaveChanged() {
    world.pinned = false;
    assertThat(world.start("once pinned", "so was this")).isTrue();

    world.run(Duration.ofSeconds(1));

    assertThat(world.asked).isEmpty();
    assertThat(world.warmup.progress().failed()).isEqualTo(2);
  }

  @Test
  void asksForWhatExpiresBeforeTheNextRun() {
    world.fresh.put("short", A_DAY - 1000);
    world.fresh.put("long", A_DAY);
    assertThat(world.start("short", "long")).isTrue();

    world.run(Duration.ofSeconds(1));

    assertThat(world.questions()).containsExactly("short");
  }

  @Test
  void isThatOfItsTimeWhenItStartsALittleEarly() {
    world.pass(Duration.ofDays(1).minusSeconds(5));
    world.fresh.put("q", Duration.ofHours(1).toMillis());
    assertThat(world.start("q")).isTrue();

    world.run(Duration.ofSeconds(1));

    assertThat(world.questions()).containsExactly("q");
  }

  @Test
  void waitsForSpareCapacity() {
    world.spare = false;
    assertThat(world.start("a", "b")).isTrue();
    world.run(Duration.ofMinutes(10));
    assertThat(world.asked).isEmpty();
    assertThat(world.warmup.progress().asked()).isZero();

    world.spare = true;
    world.tick(1, Duration.ofMillis(100));
    assertThat(world.questions()).containsExactly("a");
    world.spare = false;
    world.run(Duration.ofMinutes(1));
    assertThat(world.questions()).containsExactly("a");
  }

  @Test
  void asksAfterEverybodyElseForANewAnswerThatIsKept() {
    assertThat(world.start("a")).isTrue();
    world.run(Duration.ofSeconds(1));

    Call call = world.asked.get(0).call();
    assertThat(call.terms().priority()).isEqualTo(Priority.LOW);
    assertThat(call.terms().caching()).isEqualTo(new Caching(true, true, false));
    assertThat(call.terms().pinned()).isTrue();
    assertThat(call.deadline().remaining(world.asked.get(0).at()))
        .isEqualTo(Duration.ofMinutes(10).toNanos());
  }

  @Test
  void triesAFailedQuestionOnceMoreAfterTheOthers() {
    world.node = asked -> asked.ended().accept(!asked.question().equals("a"));
    assertThat(world.start("a", "b")).isTrue();
    world.run(Duration.ofSeconds(2));

    assertThat(world.questions()).containsExactly("a", "b", "a");
    assertThat(world.warmup.progress().failed()).isEqualTo(1);
    assertThat(world.warmup.progress().warmed()).isEqualTo(1);
    assertThat(world.warmup.progress().state()).isEqualTo(State.DONE);
    world.assertPace(INTERVAL);
  }

  @Test
  void goesOnWhenTheGatewayOrTheCacheFails() {
    world.node =
        asked -> {
          throw new IllegalStateException("on purpose");
        };
    world.lookUps = CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
    assertThat(world.start("a", "broken")).isTrue();
    world.run(Duration.ofSeconds(2));

    assertThat(world.questions()).containsExactly("a", "a");
    assertThat(world.warmup.progress().failed()).isEqualTo(2);
    assertThat(world.warmup.progress().state()).isEqualTo(State.DONE);
  }

  @Test
  void tellsOnceWhenItsQuestionsAreNeededNoMore() {
    AtomicInteger over = new AtomicInteger();
    assertThat(world.start(new WarmupPlan(wordings("a", "b"), 0, over::incrementAndGet))).isTrue();
    assertThat(over).hasValue(0);
    world.run(Duration.ofSeconds(2));
    assertThat(over).hasValue(1);

    assertThat(world.start(new WarmupPlan(wordings("c", "d"), 0, over::incrementAndGet))).isTrue();
    assertThat(world.warmup.stop()).isTrue();
    world.run(Duration.ofSeconds(2));
    assertThat(over).hasValue(2);
  }

  @Test
  void skipsWhatCannotBeAskedOrIsNeverStored() {
    world.fresh.put("never", CachedFreshness.NEVER_STORED);
    assertThat(world.start(new WarmupPlan(wordings("a", "never"), 3))).isTrue();
    world.run(Duration.ofSeconds(1));

    assertThat(world.questions()).containsExactly("a");
    assertThat(world.warmup.progress().skipped()).isEqualTo(4);
    assertThat(world.warmup.progress().total()).isEqualTo(5);
    assertThat(outcome("skipped")).isEqualTo(4);
  }

  @Test
  void stopsByHandAndKeepsItsPaceIntoTheNextRun() {
    assertThat(world.warmup.stop()).isFalse();
    assertThat(world.start(numbered(20))).isTrue();
    world.run(Duration.ofMillis(500));
    assertThat(world.warmup.stop()).isTrue();
    assertThat(world.warmup.progress().state()).isEqualTo(State.STOPPED);
    assertThat(world.warmup.progress().ended()).contains(world.time());
    world.warmup.tick();
    assertThat(world.asked).hasSize(5);

    assertThat(world.start("next")).isTrue();
    world.warmup.tick();
    assertThat(world.asked).hasSize(5);
    world.run(INTERVAL);
    assertThat(world.asked).hasSize(6);
  }

  @Test
  void countsAnswersThatComeAfterAStop() {
    List<WarmupWorld.Asked> open = new ArrayList<>();
    world.node = open::add;
    assertThat(world.start("a", "b", "c")).isTrue();
    world.run(Duration.ofMillis(200));
    assertThat(world.warmup.stop()).isTrue();

    open.get(0).ended().accept(true);
    open.get(1).ended().accept(false);

    assertThat(world.warmup.progress().warmed()).isEqualTo(1);
    assertThat(world.warmup.progress().failed()).isEqualTo(1);
    world.run(Duration.ofSeconds(1));
    assertThat(world.asked).hasSize(2);
  }

  @Test
  void isNotDoneBeforeTheLastAnswer() {
    List<WarmupWorld.Asked> open = new ArrayList<>();
    world.node = open::add;
    assertThat(world.start("a")).isTrue();
    world.run(Duration.ofSeconds(10));
    assertThat(world.warmup.progress().state()).isEqualTo(State.RUNNING);

    open.get(0).ended().accept(true);

    assertThat(world.warmup.progress().state()).isEqualTo(State.DONE);
  }

  @Test
  void runsOnceAtATime() {
    assertThat(world.start("a", "b")).isTrue();
    assertThat(world.start("c")).isFalse();
    world.run(Duration.ofSeconds(1));
    assertThat(world.questions()).containsExactly("a", "b");

    assertThat(world.start("c")).isTrue();
  }

  @Test
  void endsWhenItsTimeIsOver() {
    world.spare = false;
    assertThat(world.start("a")).isTrue();
    world.pass(WarmupWorld.CONFIG.maxDuration().minusNanos(1));
    world.warmup.tick();
    assertThat(world.warmup.running()).isTrue();

    world.pass(Duration.ofNanos(1));
    world.warmup.tick();

    assertThat(world.warmup.progress().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void waitsForItsPlanAndStopsWithoutOne() {
    CompletableFuture<WarmupPlan> plan = new CompletableFuture<>();
    assertThat(world.warmup.start(Trigger.SCHEDULE, () -> plan)).isTrue();
    world.run(Duration.ofSeconds(1));
    assertThat(world.warmup.running()).isTrue();

    plan.completeExceptionally(new IllegalStateException("on purpose"));

    assertThat(world.warmup.progress().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void stopsWhenItsPlanCannotEvenBegin() {
    boolean started =
        world.warmup.start(
            Trigger.HAND,
            () -> {
              throw new IllegalStateException("on purpose");
            });

    assertThat(started).isTrue();
    assertThat(world.warmup.progress().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void givesUpWhatCannotBeLookedUp() {
    world.lookUps = null;
    assertThat(world.start("a", "b")).isTrue();
    world.run(Duration.ofSeconds(1));

    assertThat(world.asked).isEmpty();
    assertThat(world.warmup.progress().failed()).isEqualTo(2);
    assertThat(world.warmup.progress().state()).isEqualTo(State.DONE);
  }

  @Test
  void isDoneAtOnceWithNothingToAsk() {
    assertThat(world.start()).isTrue();

    assertThat(world.warmup.progress().state()).isEqualTo(State.DONE);
  }

  @Test
  void tellsWhenTheNextRunIs() {
    WarmupProgress before = world.warmup.progress();
    assertThat(before.state()).isEqualTo(State.IDLE);
    assertThat(before.trigger()).isEmpty();
    assertThat(before.nextRun()).contains(Instant.parse("2026-11-24T02:00:00Z"));

    assertThat(world.start("a")).isTrue();

    assertThat(world.warmup.progress().trigger()).contains(Trigger.HAND);
    assertThat(world.warmup.progress().started()).contains(world.time());
    assertThat(world.warmup.progress().nextRun()).isEqualTo(before.nextRun());
  }

  private long outcome(String outcome) {
    return world.metrics.count(Metric.WARMUP_QUESTIONS, outcome);
  }
}
