package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.routing.nodes.NodeHealth;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.probes.Prober;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever happens in whatever order, the laws of routing hold. */
class RandomCallsTest {

  private static final int STEPS = 400;
  private static final int MOST_ATTEMPTS = 3;
  private static final Failure STOPPING = Failure.of(ErrorCode.GATEWAY_STOPPING, "Stopped.");
  private static final List<Kind> BEFORE_CONTENT =
      List.of(Kind.BUSY, Kind.FAILED, Kind.REJECTED, Kind.TIMED_OUT);

  private record Asked(Call call, Answer answer, AnswerReader client, RoutedCall routed) {}

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Fleet fleet = new Fleet(Map.of("routing.consecutive-failures", "2"));
  private final Prober prober =
      new Prober(fleet.pool(), fleet.upstream(), fleet.config(), fleet.clock());
  private final List<Asked> calls = new ArrayList<>();

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, fleet);

  @RepeatedTest(20)
  void holdsItsLaws() {
    for (int i = 0; i < 4; i++) {
      place(i);
    }
    for (int step = 0; step < STEPS; step++) {
      step();
      assertThat(fleet.inFlight()).isEqualTo(running().size());
    }

    for (int i = 0; i < 20 * MOST_ATTEMPTS && !allOver(); i++) {
      running().forEach(attempt -> attempt.end(Kind.CANCELLED));
      fleet.pass(Duration.ofSeconds(1));
    }

    assertThat(fleet.inFlight()).isZero();
    assertThat(fleet.admission().waiting()).isZero();
    assertThat(fleet.permits().returned()).isEqualTo(fleet.permits().issued());
    calls.forEach(this::assertLaws);
  }

  private void step() {
    switch (random.nextInt(8)) {
      case 0, 1 -> ask();
      case 2, 3 -> finish();
      case 4 -> running().stream().findAny().ifPresent(attempt -> attempt.deliver("word "));
      case 5 -> leave();
      case 6 -> place(random.nextInt(4));
      default -> time();
    }
  }

  private void ask() {
    Call call = fleet.call("m");
    Answer answer = new Answer();
    AnswerReader client = answer.open(() -> {}).orElseThrow();
    calls.add(new Asked(call, answer, client, fleet.enter(call, answer)));
  }

  private void finish() {
    List<FakeAttempt> running = running();
    if (running.isEmpty()) {
      return;
    }
    FakeAttempt attempt = running.get(random.nextInt(running.size()));
    if (random.nextInt(3) == 0) {
      attempt.complete();
    } else if (attempt.delivered()) {
      attempt.end(random.nextBoolean() ? Kind.FAILED : Kind.TIMED_OUT);
    } else {
      attempt.end(BEFORE_CONTENT.get(random.nextInt(BEFORE_CONTENT.size())));
    }
  }

  private void leave() {
    if (!calls.isEmpty()) {
      Asked one = calls.get(random.nextInt(calls.size()));
      if (random.nextInt(3) == 0) {
        attempts(one).forEach(FakeAttempt::ignoreCancellation);
      }
      if (random.nextBoolean()) {
        one.client().close();
      } else {
        one.routed().cancel(STOPPING);
      }
    }
  }

  private void place(int number) {
    NodeSpec spec = Fleet.spec("node-" + number, "m");
    NodeSpec sized = Fleet.sized(spec, 1 + random.nextInt(5), 1 + random.nextInt(4));
    fleet.add(Fleet.draining(sized, random.nextInt(4) == 0));
  }

  private void time() {
    fleet.clock().advance(Duration.ofSeconds(random.nextInt(40)));
    fleet.pass(Duration.ofMillis(100));
    prober.tick();
    fleet.pool().nodes().stream()
        .filter(node -> node.health().state() == NodeHealth.State.PROBED)
        .forEach(
            node -> fleet.upstream().answerProbe(node.name(), random.nextBoolean() ? 200 : 500));
  }

  private List<FakeAttempt> running() {
    return fleet.upstream().attempts().stream().filter(attempt -> !attempt.ended()).toList();
  }

  private boolean allOver() {
    return calls.stream().allMatch(one -> one.answer().ended());
  }

  private List<FakeAttempt> attempts(Asked one) {
    return fleet.upstream().attempts().stream()
        .filter(attempt -> attempt.attempt().call().equals(one.call()))
        .toList();
  }

  private void assertLaws(Asked one) {
    List<FakeAttempt> attempts = attempts(one);
    assertThat(one.answer().ended()).as("every call has an end").isTrue();
    assertThat(attempts).hasSizeLessThanOrEqualTo(MOST_ATTEMPTS);
    assertThat(attempts).extracting(FakeAttempt::node).doesNotHaveDuplicates();
    for (FakeAttempt earlier : attempts.subList(0, Math.max(0, attempts.size() - 1))) {
      assertThat(earlier.delivered()).as("nothing is tried again after content").isFalse();
      assertThat(earlier.cancelled()).as("nothing begins after a cancellation").isNull();
    }
  }
}
