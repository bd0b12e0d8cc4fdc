package io.tidegate.warmup;

import static io.tidegate.warmup.WarmupWorld.numbered;
import static io.tidegate.warmup.WarmupWorld.wordings;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.metrics.Metric;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import io.tidegate.warmup.WarmupProgress.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holds of warm-ups whatever happens meanwhile. */
class WarmupLawsTest {

  private static final long A_DAY = Duration.ofDays(1).toMillis();
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final WarmupWorld world = new WarmupWorld(seed);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, world.clock);

  @RepeatedTest(10)
  void asksForWhatWillNotStayAtMostTenTimesASecond() {
    String[] questions = numbered(200);
    Set<String> present = new HashSet<>();
    while (present.size() < 50) {
      present.add(questions[random.nextInt(200)]);
    }
    present.forEach(question -> world.fresh.put(question, A_DAY + random.nextInt(1000)));
    assertThat(world.start(questions)).isTrue();

    while (world.warmup.running()) {
      // Beats are late and early, and sometimes close together.
      world.pass(Duration.ofMillis(random.nextInt(150)));
      world.warmup.tick();
    }

    assertThat(world.asked).hasSize(150);
    assertThat(world.questions()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(present);
    world.assertPace(INTERVAL);
    WarmupProgress progress = world.warmup.progress();
    assertThat(progress.state()).isEqualTo(State.DONE);
    assertThat(progress.total()).isEqualTo(200);
    assertThat(progress.present()).isEqualTo(50);
    assertThat(progress.asked()).isEqualTo(150);
    assertThat(progress.warmed()).isEqualTo(150);
    assertThat(outcome("present")).isEqualTo(50);
    assertThat(outcome("warmed")).isEqualTo(150);
  }

  @RepeatedTest(20)
  void givesEachQuestionOneFateWhateverHappens() {
    List<WarmupWorld.Asked> open = new ArrayList<>();
    world.node =
        asked -> {
          if (random.nextBoolean()) {
            asked.ended().accept(random.nextInt(4) > 0);
          } else {
            open.add(asked);
          }
        };
    int unknown = random.nextInt(5);
    assertThat(world.start(new WarmupPlan(wordings(numbered(60)), unknown))).isTrue();
    for (String question : numbered(60)) {
      world.fresh.put(question, random.nextInt(3) == 0 ? A_DAY + 100_000 : 0);
    }
    while (world.warmup.running()) {
      world.spare = random.nextInt(3) > 0;
      world.lookUps =
          random.nextInt(4) > 0
              ? CompletableFuture.completedFuture(null)
              : new CompletableFuture<>();
      world.tick(1, Duration.ofMillis(random.nextInt(200)));
      world.lookUps.complete(null);
      if (!open.isEmpty() && random.nextBoolean()) {
        open.remove(random.nextInt(open.size())).ended().accept(random.nextInt(4) > 0);
      }
    }

    WarmupProgress end = world.warmup.progress();
    assertThat(end.state()).isEqualTo(State.DONE);
    assertThat(end.present() + end.warmed() + end.failed() + end.skipped())
        .isEqualTo(end.total())
        .isEqualTo(60 + unknown);
    assertThat(end.asked()).isEqualTo(world.asked.size());
    world.assertPace(INTERVAL);
  }

  @RepeatedTest(20)
  void losesNoAnswerWhicheverThreadTellsOfIt() throws Exception {
    Queue<WarmupWorld.Asked> open = new ConcurrentLinkedQueue<>();
    world.node = open::add;
    assertThat(world.start(numbered(50))).isTrue();

    StartGate.run(
        4,
        thread -> {
          Random own = new Random(seed + thread);
          while (world.warmup.running()) {
            WarmupWorld.Asked asked = open.poll();
            if (thread == 0) {
              world.tick(1, INTERVAL);
            }
            if (asked != null) {
              asked.ended().accept(own.nextInt(4) > 0);
            }
          }
        });

    WarmupProgress end = world.warmup.progress();
    assertThat(open).isEmpty();
    assertThat(end.warmed() + end.failed()).isEqualTo(50);
    assertThat(end.asked()).isEqualTo(world.asked.size());
    assertThat(outcome("warmed") + outcome("failed")).isEqualTo(50);
  }

  private long outcome(String outcome) {
    return world.metrics.count(Metric.WARMUP_QUESTIONS, outcome);
  }
}
