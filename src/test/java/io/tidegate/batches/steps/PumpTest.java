package io.tidegate.batches.steps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.batches.FakeNodes;
import io.tidegate.batches.FakeQuestions;
import io.tidegate.batches.lines.LineRun;
import io.tidegate.collect.CollectedAnswer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.MemoryConfig;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PumpTest {

  private static final int MOST = 24;

  /** What a tenant that is alone takes of them. */
  private static final int ALONE = 18;

  private static final int ATTEMPTS = 3;

  private final long seed = new Random().nextLong();
  private final ManualClock clock = new ManualClock();

  @RegisterExtension final ToReproduce reproduce = new ToReproduce(seed, clock);

  private final Random random = new Random(seed);
  private final FakeNodes nodes = new FakeNodes();
  private final Set<String> full = new HashSet<>();
  private final MemoryBudget memory = new MemoryBudget(new MemoryConfig(4 << 20, 1));
  private final Pump pump = new Pump(nodes, model -> !full.contains(model), MOST, clock, memory);
  private int rings;

  @Test
  void startsNoMoreAtOnceThanABurstAndNoMoreInAllThanItsShare() {
    SliceRun run = run("m", 50);
    pump.add(run);
    assertThat(pump.running()).isEqualTo(Pump.BURST);

    for (int i = 0; i < 5; i++) {
      pump.look();
    }
    assertThat(pump.running()).isEqualTo(ALONE).isEqualTo(nodes.pending.size());
    assertThat(nodes.pending.get(0).call().terms().priority()).isEqualTo(Priority.LOW);

    while (!nodes.pending.isEmpty()) {
      nodes.endAll();
    }
    assertThat(nodes.most).isEqualTo(ALONE);
    assertThat(taken(run)).isEqualTo(50);
    assertThat(run.over()).isTrue();
    assertThat(rings).isEqualTo(50);
  }

  @Test
  void startsNothingWithoutCapacityToSpareAndGoesOnAtTheNextBeat() {
    full.add("m");
    pump.add(run("m", 3));
    pump.add(run("other", 2));
    assertThat(nodes.pending).extracting(p -> p.call().model()).containsOnly("other").hasSize(2);

    nodes.endAll();
    assertThat(pump.running()).isZero();

    full.clear();
    pump.look();
    assertThat(pump.running()).isEqualTo(3);
  }

  @Test
  void slicesTakeTurns() {
    pump.add(run("a", 30));
    pump.add(run("b", 30));
    for (int i = 0; i < 5; i++) {
      pump.look();
    }

    assertThat(nodes.pending.stream().filter(p -> p.call().model().equals("b")).count())
        .as("half of those that were started when both were there")
        .isEqualTo((ALONE - Pump.BURST) / 2);
  }

  @Test
  void linesOfATenantThatNeverEndLeaveAPlaceForAnothers() {
    Pump few = new Pump(nodes, model -> true, 4, clock, memory);
    few.add(run("loud", "slow", 9));
    few.add(run("loud", "other", 9));
    few.look();
    assertThat(few.running()).isEqualTo(3);

    few.add(run("modest", "quick", 1));

    assertThat(nodes.pending.get(3).call().model()).isEqualTo("quick");
  }

  @Test
  void linesForAModelThatNeverEndLeaveAPlaceForAnothers() {
    Pump few = new Pump(nodes, model -> true, 4, clock, memory);
    few.add(run("one", "slow", 9));
    few.add(run("two", "slow", 9));
    few.look();
    assertThat(few.running()).isEqualTo(3);

    few.add(run("three", "quick", 1));

    assertThat(nodes.pending.get(3).call().model()).isEqualTo("quick");
  }

  @Test
  void triesAgainAfterAPauseThatGrows() {
    SliceRun run = run("m", 1);
    nodes.script = call -> FakeNodes.failure(ErrorCode.GATEWAY_OVERLOADED);
    pump.add(run);

    List<Integer> waits = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      nodes.endAll();
      assertThat(pump.running()).isZero();
      int waited = 0;
      for (; pump.running() == 0; waited += 50) {
        clock.advance(Duration.ofMillis(50));
        pump.look();
      }
      waits.add(waited);
    }
    assertThat(waits.get(0)).isBetween(250, 550);
    assertThat(waits.get(9)).isBetween(16_000, 32_050);
    assertThat(run.poll()).isNull();
  }

  @Test
  void givesUpALineThatNodesFailToAnswer() {
    SliceRun run = run("m", 1);
    nodes.script = call -> FakeNodes.failure(ErrorCode.UPSTREAM_TIMEOUT);
    pump.add(run);
    for (int i = 0; i < 100; i++) {
      nodes.endAll();
      clock.advance(Duration.ofSeconds(1));
      pump.look();
    }

    assertThat(nodes.asked).containsValue(ATTEMPTS);
    assertThat(run.poll().whole().failure().code()).isEqualTo(ErrorCode.UPSTREAM_TIMEOUT);
    assertThat(run.over()).isTrue();
  }

  @Test
  void stoppingLeavesWhatIsUnderWayAndKeepsWhatHasEnded() {
    SliceRun run = run("m", 30);
    pump.add(run);
    nodes.pending.get(0).end(FakeNodes.answer(200, "{}"));
    run.stop();

    assertThat(nodes.pending).isEmpty();
    assertThat(pump.running()).isZero();
    assertThat(taken(run)).isEqualTo(1);
    assertThat(run.over()).isTrue();
  }

  @Test
  void startsNothingWhileTooMuchIsYetToBeStored() {
    SliceRun run = run("m", 30);
    String large = "{\"x\":\"" + "y".repeat(3 << 20) + "\"}";
    nodes.script = call -> FakeNodes.answer(200, large);
    pump.add(run);
    while (pump.running() > 0) {
      nodes.endAll();
    }
    assertThat(nodes.asked).hasSizeLessThan(30);

    assertThat(taken(run)).isPositive();
    pump.look();
    assertThat(pump.running()).isPositive();
  }

  @Test
  void answersThatAreThereAtOnceDoNotPileUpOnTheStack() {
    Pump direct =
        new Pump(
            (call, held, ended) -> {
              ended.accept(FakeNodes.answer(200, "{}"));
              return new FakeNodes.Gone();
            },
            model -> true,
            MOST,
            clock,
            MemoryBudget.unlimited());
    SliceRun run = run("m", 20_000);
    direct.add(run);

    assertThat(taken(run)).isEqualTo(20_000);
    assertThat(direct.running()).isZero();
  }

  @Test
  void aMistakeEndsTheLineAndNotThePump() {
    Pump broken =
        new Pump(
            (call, held, ended) -> {
              throw new IllegalStateException("mistake");
            },
            model -> true,
            MOST,
            clock,
            memory);
    SliceRun run = run("m", 1);
    broken.add(run);
    for (int i = 0; i < 10; i++) {
      clock.advance(Duration.ofMinutes(1));
      broken.look();
    }

    CollectedAnswer whole = run.poll().whole();
    assertThat(whole.failure().code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(broken.running()).isZero();
  }

  @Test
  void aLineThatFindsNoMemoryIsNotAskedAndPutOff() {
    List<Reservation> others = new ArrayList<>();
    do {
      others.add(memory.open(new TenantId("other"), Use.WORK));
    } while (others.get(others.size() - 1).take(4096));
    SliceRun run = run("m", 1);
    pump.add(run);
    assertThat(nodes.asked).isEmpty();

    others.forEach(Reservation::close);
    clock.advance(Duration.ofMinutes(1));
    pump.look();
    nodes.endAll();

    assertThat(taken(run)).isEqualTo(1);
    assertThat(memory.held()).isZero();
  }

  @Test
  void whatALineHoldsIsGivenBackOnceItIsTakenOrNobodyWillTakeIt() {
    SliceRun run = run("m", 3);
    pump.add(run);
    nodes.pending.get(0).end(FakeNodes.answer(200, "{}"));
    assertThat(memory.held()).isEqualTo(3 * 4096);
    nodes.pending.get(0).end(FakeNodes.failure(ErrorCode.UPSTREAM_BUSY));
    assertThat(memory.held()).isEqualTo(2 * 4096);

    run.close();

    assertThat(nodes.pending).isEmpty();
    assertThat(memory.held()).isZero();
  }

  private static int taken(SliceRun run) {
    int taken = 0;
    for (SliceRun.Ended end = run.poll(); end != null; end = run.poll()) {
      end.held().close();
      taken++;
    }
    return taken;
  }

  private SliceRun run(String model, int lines) {
    return run("t", model, lines);
  }

  private SliceRun run(String tenant, String model, int lines) {
    byte[] body = ("{\"model\":\"" + model + "\"}").getBytes(UTF_8);
    List<LineRun> all =
        IntStream.rangeClosed(1, lines)
            .mapToObj(i -> new LineRun(i, "r" + i, new FakeQuestions().parse(body, Operation.CHAT)))
            .toList();
    LineCalls calls =
        new LineCalls(
            "batch_" + model, new TenantId(tenant), Operation.CHAT, false, Duration.ofMinutes(1));
    return new SliceRun(all, calls, ATTEMPTS, random, () -> rings++);
  }
}
