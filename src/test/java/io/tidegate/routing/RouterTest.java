package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import io.tidegate.metrics.Metric;
import io.tidegate.routing.nodes.Node;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import io.tidegate.upstream.Attempt;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RouterTest {

  private final Fleet fleet = new Fleet(Map.of("aliases.gpt-4", "chat"));

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void refusesAModelThatNobodyServesAndAsksNoNode() {
    fleet.add("a", "chat");

    Answer answer = fleet.ask("unheard-of");

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    assertThat(answer.failure().param()).isEqualTo("model");
    assertThat(answer.failure().message()).contains("'unheard-of'");
    assertThat(fleet.upstream().asked()).isEmpty();
  }

  @Test
  void repeatsNoMoreThanTheStartOfAnUnknownModelsName() {
    Answer answer = fleet.ask("x".repeat(10_000));

    assertThat(answer.failure().message()).hasSizeLessThan(200).contains("xxx...");
  }

  @Test
  void doesNotDenyAModelWhileTheModelsOfANodeAreUnknown() {
    fleet.add("a", "chat");
    fleet.add("silent");

    Answer answer = fleet.ask("unheard-of");

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
    assertThat(fleet.upstream().asked()).isEmpty();
  }

  @Test
  void asksTheNodeForTheModelByTheNodesOwnName() {
    fleet.add("a", "chat=org/Chat-V4");

    fleet.ask("chat");

    Attempt attempt = fleet.upstream().last().attempt();
    assertThat(attempt.model()).isEqualTo("org/Chat-V4");
    assertThat(attempt.target().node()).isEqualTo("a");
    assertThat(attempt.target().url()).isEqualTo(URI.create("http://a.test/v1"));
    assertThat(attempt.number()).isEqualTo(1);
  }

  @Test
  void countsTheTokensThatANodeReportsOnceForEachAttempt() {
    fleet.add("a", "chat");
    fleet.ask("chat");

    fleet.upstream().last().complete(Duration.ofMillis(1), new Usage(120, 100, 9));

    assertThat(fleet.metrics().values(Metric.TOKEN_USAGE, "chat", "chat", "input"))
        .containsExactly(120L);
    assertThat(fleet.metrics().values(Metric.TOKEN_USAGE, "chat", "chat", "output"))
        .containsExactly(9L);
  }

  @Test
  void asksForTheModelThatAnAliasMeans() {
    fleet.add("a", "chat=org/Chat-V4");

    fleet.ask("gpt-4");

    assertThat(fleet.upstream().last().attempt().model()).isEqualTo("org/Chat-V4");
  }

  @Test
  void spreadsCallsOverTheNodesThatServeTheModel() {
    fleet.add("a", "chat");
    fleet.add("b", "chat");
    fleet.add("c", "code");

    fleet.ask("chat");
    fleet.ask("chat");
    fleet.ask("chat");
    fleet.ask("chat");

    assertThat(fleet.upstream().asked()).containsExactlyInAnyOrder("a", "b", "a", "b");
  }

  @Test
  void letsCallsWaitWhileEveryNodeIsAtItsThreshold() {
    fleet.add(Fleet.sized(Fleet.spec("a", "chat"), 1, 1));
    fleet.add(Fleet.sized(Fleet.spec("b", "chat"), 1, 2));
    fleet.ask("chat");
    fleet.ask("chat");
    fleet.ask("chat");

    Answer answer = fleet.ask("chat");

    assertThat(answer.ended()).isFalse();
    assertThat(fleet.upstream().asked()).containsExactlyInAnyOrder("a", "b", "b");
    fleet.upstream().last().complete();
    assertThat(fleet.upstream().attempts()).hasSize(4);
  }

  @Test
  void refusesACallThatFoundNoPlaceForAsLongAsItCouldWait() {
    fleet.add(Fleet.sized(Fleet.spec("a", "chat"), 1, 1));
    fleet.ask("chat");

    Answer answer = fleet.ask("chat");
    fleet.pass(Duration.ofSeconds(11));

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT);
    assertThat(fleet.upstream().asked()).containsExactly("a");
  }

  @Test
  void givesAPlaceThatWasGivenBackToTheNextCall() {
    fleet.add(Fleet.sized(Fleet.spec("a", "chat"), 1, 1));
    Answer first = fleet.ask("chat");

    fleet.upstream().last().complete();

    assertThat(first.ended()).isTrue();
    assertThat(fleet.inFlight()).isZero();
    assertThat(fleet.ask("chat").ended()).isFalse();
    assertThat(fleet.upstream().asked()).containsExactly("a", "a");
  }

  @Test
  void givesADrainingNodeNothingNewAndLeavesItItsCalls() {
    fleet.add("a", "chat");
    Answer running = fleet.ask("chat");

    fleet.add(Fleet.draining(Fleet.spec("a", "chat"), true));

    assertThat(fleet.ask("chat").failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
    fleet.upstream().last().complete();
    assertThat(running.failure()).isNull();
    assertThat(running.ended()).isTrue();
  }

  @Test
  void givesAnEjectedNodeNothing() {
    fleet.add("a", "chat").health().eject(fleet.clock().getAsLong());

    assertThat(fleet.ask("chat").failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
  }

  @Test
  void leavesANodeAloneForAsLongAsItAsked() {
    fleet.add("a", "chat");
    fleet.ask("chat");
    fleet.upstream().last().endBusy(Duration.ofSeconds(1));
    fleet.add(Fleet.sized(Fleet.spec("b", "chat"), 1, 2));

    fleet.ask("chat");
    fleet.ask("chat");
    fleet.ask("chat");

    assertThat(fleet.upstream().asked()).containsExactly("a", "b", "b");
    fleet.pass(Duration.ofSeconds(1));
    assertThat(fleet.upstream().asked()).containsExactly("a", "b", "b", "a");
  }

  @Test
  void takesANodeAgainWhenItHasCooledDown() {
    fleet.add("a", "chat");
    fleet.ask("chat");
    fleet.upstream().last().endBusy(Duration.ofSeconds(1));
    Fleet.occupy(fleet.add("b", "chat"), 1);

    fleet.clock().advance(Duration.ofSeconds(1));
    fleet.ask("chat");

    assertThat(fleet.upstream().asked()).containsExactly("a", "a");
  }

  @Test
  void asksNobodyForAClientThatHasLeftAlready() {
    fleet.add("a", "chat");
    Answer answer = new Answer();
    answer.open(() -> {}).orElseThrow().close();

    fleet.enter(fleet.call("chat"), answer);

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
    assertThat(fleet.upstream().asked()).isEmpty();
    assertThat(fleet.inFlight()).isZero();
  }

  @Test
  void countsAttemptsByNodeAndOutcome() {
    fleet.add("a", "chat");
    fleet.ask("chat");
    fleet.upstream().last().complete();
    fleet.ask("chat");
    fleet.upstream().last().end(Kind.BUSY);

    assertThat(attempts("completed")).isEqualTo(1);
    assertThat(attempts("busy")).isEqualTo(1);
    assertThat(busyUnder200()).isZero();
  }

  @Test
  void countsWhoIsBusyUnderASuccess() {
    fleet.add("a", "chat");
    fleet.ask("chat");
    fleet.upstream().last().accept();
    fleet.upstream().last().end(Kind.BUSY);

    assertThat(attempts("busy")).isEqualTo(1);
    assertThat(busyUnder200()).isEqualTo(1);
  }

  private long busyUnder200() {
    return fleet.metrics().count(Metric.BUSY_UNDER_200, "a");
  }

  @Test
  void restsWhatWasBusyForAsLongAsItAsked() {
    Node node = fleet.add("a", "chat");
    fleet.ask("chat");

    fleet.upstream().last().endBusy(Duration.ofSeconds(3));

    fleet.clock().advance(Duration.ofSeconds(3).minusNanos(1));
    assertThat(Fleet.serving(node, "chat").rest(fleet.clock().getAsLong())).isEqualTo(1);
  }

  /** Conservation: places taken = places given back, and every call has an end. */
  @Test
  void returnsEveryPlaceAndEndsEveryCallUnderThreads() throws Exception {
    fleet.add(Fleet.sized(Fleet.spec("a", "chat"), 3, 2));
    fleet.add(Fleet.sized(Fleet.spec("b", "chat"), 1, 1));
    fleet.upstream().onStart(FakeAttempt::complete);
    Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();

    StartGate.run(
        8,
        thread -> {
          for (int i = 0; i < 500; i++) {
            answers.add(fleet.ask("chat"));
          }
        });
    fleet.pass(Duration.ofSeconds(11));
    for (Answer answer : answers) {
      assertThat(answer.ended()).isTrue();
      (answer.failure() == null ? answered : refused).incrementAndGet();
    }

    assertThat(fleet.inFlight()).isZero();
    assertThat(answered.get() + refused.get()).isEqualTo(8 * 500);
    assertThat(fleet.upstream().attempts()).hasSize(answered.get());
    assertThat(fleet.permits().issued()).isPositive().isEqualTo(fleet.permits().returned());
  }

  private long attempts(String outcome) {
    return fleet.metrics().count(Metric.ATTEMPTS, "a", outcome);
  }
}
