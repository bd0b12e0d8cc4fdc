package io.tidegate.routing;

import static io.tidegate.routing.balancing.NodeSketch.node;
import static io.tidegate.routing.balancing.NodeSketch.ownNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Other models that answer in place of the one asked for. */
class FallbackTest {

  private Fleet fleet = fleet(Map.of());

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void usesNoOtherModelUnlessToldTo() {
    fleet = new Fleet();
    fleet.add(node("a", "big").drained());
    fleet.add("b", "small");

    assertThat(fleet.ask("big").failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
    assertThat(fleet.upstream().asked()).isEmpty();
  }

  @Test
  void doesNotFallBackTheOtherWay() {
    fleet.add("a", "big");
    fleet.add(node("b", "small").drained());

    assertThat(fleet.ask("small").failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
  }

  @Test
  void givesUpWhenTheWholeChainIsOut() {
    fleet.add(node("a", "big").drained());
    fleet.add(node("b", "small").drained());
    fleet.add(node("c", "tiny").drained());

    assertThat(fleet.ask("big").failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
  }

  @Test
  void keepsPinnedCallsAtPrivateNodes() {
    fleet.add(ownNode("a", "big").drained());
    fleet.add("b", "small");

    Answer answer = fleet.ask(fleet.call("big", new Terms(Priority.NORMAL, true, 0)));

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
    assertThat(fleet.upstream().asked()).isEmpty();
  }

  @Test
  void sharesOneBudgetOfAttemptsAmongAllModels() {
    fleet = fleet(Map.of("routing.max-attempts", "2"));
    fleet.add("a", "big");
    fleet.add("b", "small");
    fleet.add("c", "small");
    Answer answer = fleet.ask("big");

    fleet.upstream().last().refuse(500, null);
    fleet.upstream().last().refuse(500, null);
    fleet.pass(Duration.ofSeconds(1));

    assertThat(models()).containsExactly("big", "small");
    assertThat(answer.failure().code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
  }

  @Test
  void doesNotWaitForAModelThatNobodyCanServe() {
    fleet.add(node("a", "big").withPlaces(1));
    fleet.add(node("b", "small").drained());
    fleet.ask("big");

    Answer answer = fleet.ask("big");
    fleet.pass(Duration.ofSeconds(10).plusMillis(200));

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT);
  }

  @Test
  void asksNoOtherModelAfterTheDeadline() {
    fleet.add(node("a", "big").withPlaces(1));
    fleet.add("b", "small");
    fleet.ask("big");
    Deadline soon = Deadline.after(fleet.clock().getAsLong(), Duration.ofSeconds(2));

    Answer answer = fleet.ask(SampleCalls.chat("big", soon));
    fleet.pass(Duration.ofMillis(2200));

    assertThat(answer.ended()).isTrue();
    assertThat(fleet.upstream().asked()).containsExactly("a");
  }

  @Test
  void goesToTheNextModelWhenNoNodeOfTheFirstIsThere() {
    fleet.add(node("a", "big").drained());
    fleet.add("b", "small=org/Small-1");

    Answer answer = fleet.ask("big");

    FakeAttempt attempt = fleet.upstream().last();
    assertThat(attempt.attempt().model()).isEqualTo("org/Small-1");
    assertThat(attempt.attempt().fallback()).isEqualTo("small");
    attempt.complete();
    assertThat(answer.head().fallback()).isEqualTo("small");
  }

  @Test
  void goesToTheNextModelWhenAllNodesOfTheFirstHaveFailed() {
    fleet.add("a", "big");
    fleet.add("b", "big");
    fleet.add("c", "small");
    Answer answer = fleet.ask("big");

    fleet.upstream().last().refuse(503, null);
    fleet.upstream().last().refuse(500, null);
    fleet.pass(Duration.ofSeconds(1));
    fleet.upstream().last().complete();

    assertThat(models()).containsExactly("big", "big", "small");
    assertThat(answer.failure()).isNull();
    assertThat(answer.head().fallback()).isEqualTo("small");
    assertThat(answer.head().attempts()).isEqualTo(3);
  }

  @Test
  void goesDownTheWholeChain() {
    fleet.add("a", "big");
    fleet.add(node("b", "small").drained());
    fleet.add("c", "tiny");
    fleet.ask("big");

    fleet.upstream().last().refuse(500, null);

    assertThat(models()).containsExactly("big", "tiny");
  }

  @Test
  void goesToTheNextModelWhenTheQueueIsFull() {
    fleet = fleet(Map.of("admission.max-queue", "0"));
    fleet.add(node("a", "big").withPlaces(1));
    fleet.add("b", "small");
    fleet.ask("big");

    fleet.ask("big");

    assertThat(models()).containsExactly("big", "small");
  }

  @Test
  void goesToTheNextModelWhenItHasWaitedInVain() {
    fleet.add(node("a", "big").withPlaces(1));
    fleet.add("b", "small");
    fleet.ask("big");
    fleet.ask("big");

    fleet.pass(Duration.ofSeconds(9));
    assertThat(models()).containsExactly("big");
    fleet.pass(Duration.ofSeconds(2));

    assertThat(models()).containsExactly("big", "small");
  }

  @Test
  void namesNoFallbackWhenTheModelItselfAnswers() {
    fleet.add("a", "big");
    fleet.add("b", "small");

    Answer answer = fleet.ask("big");
    fleet.upstream().last().complete();

    assertThat(answer.head().fallback()).isNull();
  }

  private List<String> models() {
    return fleet.upstream().attempts().stream().map(attempt -> attempt.attempt().model()).toList();
  }

  private static Fleet fleet(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("fallbacks.big", "small, tiny");
    return new Fleet(all);
  }
}
