package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.routing.nodes.Breaker;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.Outcomes;
import io.tidegate.testing.SampleCalls;
import io.tidegate.upstream.reading.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is at fault for a failure: the node, or a call that fails everywhere. */
class WhoseFaultTest extends ScriptedNodes {

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FAILED", "TIMED_OUT"})
  void aCallThatFailsAtEveryNodeIsHeldAgainstNone(Kind kind) {
    nodes(4);
    for (int i = 0; i < 100; i++) {
      answerBy(attempt -> attempt.end(kind));
      fleet.ask(fleet.call("m"));
      fleet.pass(SECOND);
    }

    assertThat(ejected()).isEmpty();
    assertThat(open()).isEmpty();
  }

  @Test
  void aCallThatEveryNodeFailsIsToldTheNodesWords() {
    nodes(2);
    answerBy(attempt -> attempt.refuse(500, null));

    Answer answer = fleet.ask(fleet.call("m"));

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
    assertThat(answer.failure().message()).isEqualTo("The fake says 500.");
  }

  @Test
  void manyBadCallsAtOnceEjectNobody() {
    nodes(2);
    ask(40, fleet.call("m"));
    while (!running().isEmpty()) {
      running().forEach(attempt -> attempt.refuse(500, null));
      fleet.pass(Duration.ofMillis(100));
    }

    assertThat(ejected()).isEmpty();
    assertThat(open()).isEmpty();
  }

  @Test
  void callsThatMayBeTriedOnceOnlyEjectNobodyWhenTheyFailEverywhere() {
    nodes(3);
    answerBy(attempt -> attempt.refuse(500, null));
    for (int i = 0; i < 200; i++) {
      fleet.ask(fleet.call("m", new Terms(Priority.NORMAL, false, 2)));
    }

    assertThat(ejected()).isEmpty();
    assertThat(open()).isEmpty();
  }

  @Test
  void streamsThatBreakEverywhereEjectNobodyThoughOthersAreServed() {
    nodes(3);
    for (int i = 0; i < 300; i++) {
      answerBy(FakeAttempt::complete);
      fleet.ask(fleet.call("m"));
      answerBy(ScriptedNodes::breakOff);
      fleet.ask(fleet.call("m"));
      fleet.ask(fleet.call("m"));
      fleet.pass(Duration.ofMillis(100));
    }

    assertThat(ejected()).isEmpty();
    assertThat(open()).isEmpty();
  }

  @Test
  void aNodeThatBreaksOffEveryStreamIsEjectedAfterFive() {
    nodes(3);
    answerBy(FakeAttempt::complete);
    script("a", ScriptedNodes::breakOff);

    ask(60, fleet.call("m"));
    fleet.pass(Duration.ofMillis(100));

    assertThat(asked("a")).isEqualTo(5);
    assertThat(ejected()).containsExactly("a");
  }

  @Test
  void nodesThatBreakOffEveryStreamAreEjectedThoughTheyAreHalfOfAll() {
    nodes(4);
    answerBy(FakeAttempt::complete);
    script("a", ScriptedNodes::breakOff);
    script("b", ScriptedNodes::breakOff);

    ask(200, fleet.call("m"));
    fleet.pass(Duration.ofMillis(100));

    assertThat(ejected()).containsExactly("a", "b");
    assertThat(asked("a") + asked("b")).isEqualTo(10);
  }

  @Test
  void aNodeThatFailsEverythingIsEjectedAfterFive() {
    nodes(3);
    answerBy(FakeAttempt::complete);
    script("a", attempt -> attempt.refuse(500, null));

    ask(30, fleet.call("m"));

    assertThat(asked("a")).isEqualTo(5);
    assertThat(ejected()).containsExactly("a");
  }

  @Test
  void nodesThatFailEverythingAreEjectedThoughTheyAreMostOfAll() {
    nodes(3);
    answerBy(FakeAttempt::complete);
    script("a", attempt -> attempt.refuse(500, null));
    script("b", attempt -> attempt.refuse(500, null));

    ask(30, fleet.call("m"));

    assertThat(ejected()).containsExactly("a", "b");
  }

  @Test
  void aNodeThatCannotBeReachedIsEjectedAtOnceWhateverBecomesOfTheCalls() {
    nodes(2);
    script("a", attempt -> attempt.end(Kind.UNREACHABLE));
    ask(20, fleet.call("m"));

    assertThat(asked("a")).isEqualTo(5);
    assertThat(ejected()).containsExactly("a");
  }

  @Test
  void aNodeThatTheGatewayHadNoThreadToAskIsEjectedByNothing() {
    nodes(2);
    answerBy(FakeAttempt::complete);
    script("a", WhoseFaultTest::unasked);
    for (int i = 0; i < 60; i++) {
      fleet.ask(fleet.call("m"));
      fleet.pass(Duration.ofMillis(100));
    }

    assertThat(asked("a")).isGreaterThan(5);
    assertThat(ejected()).isEmpty();
    assertThat(open()).isEmpty();
  }

  @Test
  void aCallForWhichTheGatewayHadNoThreadGoesToAnotherNodeOrIsToldSo() {
    nodes(2);
    answerBy(WhoseFaultTest::unasked);
    assertThat(fleet.ask(fleet.call("m")).failure()).isEqualTo(Verdict.NOT_ASKED);
    assertThat(asked("a")).isEqualTo(1);
    assertThat(asked("b")).isEqualTo(1);
  }

  private static void unasked(FakeAttempt attempt) {
    attempt.end(Outcomes.of(Kind.CANCELLED, Verdict.NOT_ASKED));
  }

  @Test
  void aNodeThatMayBeBrokenIsSparedWhileItsCallsAreStillTriedElsewhere() {
    nodes(2);
    script("a", attempt -> attempt.refuse(500, null));

    ask(20, fleet.call("m"));

    assertThat(asked("a")).isEqualTo(5);
    assertThat(running()).hasSize(20);
    assertThat(ejected()).isEmpty();
  }

  @Test
  void aServiceThatFailsAtANodeLeavesItsOtherServicesAlone() {
    nodes(2);
    answerBy(FakeAttempt::complete);
    ask(4, fleet.call("m"));
    script("a", attempt -> attempt.refuse(500, null));
    ask(20, embeddings());

    assertThat(ejected()).isEmpty();
    assertThat(fleet.breaker(node("a"), "m")).isEqualTo(Breaker.State.CLOSED);
    answerBy(FakeAttempt::complete);
    long before = asked("a");
    ask(10, fleet.call("m"));
    assertThat(asked("a") - before).isBetween(4L, 6L);
  }

  @Test
  void whatIsBusyWithOneOperationServesTheOthers() {
    nodes(2);
    answerBy(
        attempt -> {
          if (attempt.attempt().call().operation() == Operation.EMBEDDINGS) {
            attempt.refuse(503, Duration.ofMinutes(1));
          } else {
            attempt.complete();
          }
        });
    ask(4, embeddings());

    assertThat(fleet.ask("m")).satisfies(answer -> assertThat(answer.ended()).isTrue());
    assertThat(fleet.ask("m").failure()).isNull();
    long before = fleet.upstream().asked().size();
    fleet.ask(embeddings());
    assertThat(fleet.upstream().asked()).as("the busy one rests").hasSize((int) before);
  }

  @Test
  void badCallsSpendFewRetries() {
    fleet = new Fleet(Map.of("retries.ratio", "0", "retries.per-second", "1"));
    nodes(4);
    answerBy(attempt -> attempt.refuse(500, null));
    ask(100, fleet.call("m"));
    fleet.pass(Duration.ofMillis(50));

    assertThat(fleet.upstream().attempts().size() - 100).isLessThanOrEqualTo(6);
  }

  /** The law of tenants for health: what one asks takes nothing from the other. */
  @ParameterizedTest
  @ValueSource(ints = {500, 404, 501, 403})
  void oneTenantsBadCallsChangeNothingForAnother(int status) {
    List<String> undisturbed = served(0, status);

    List<String> disturbed = served(5, status);

    assertThat(disturbed).hasSameSizeAs(undisturbed).doesNotContain("failed");
    assertThat(ejected()).isEmpty();
    assertThat(open()).isEmpty();
    assertThat(disturbed).containsExactlyElementsOf(undisturbed);
  }

  /** How each of a good tenant's calls fared beside so many bad ones of another each time. */
  private List<String> served(int bad, int status) {
    fleet = new Fleet();
    nodes(4);
    answerBy(
        attempt -> {
          if (attempt.attempt().call().tenant().value().equals("bad")) {
            attempt.refuse(status, null);
          }
        });
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < bad; j++) {
        Call call = j % 2 == 0 ? fleet.call("m") : embeddings();
        fleet.ask(SampleCalls.by("bad", call));
      }
      long start = fleet.clock().getAsLong();
      Answer good = fleet.ask(SampleCalls.by("good", fleet.call("m")));
      fleet.pass(Duration.ofMillis(50));
      running().forEach(FakeAttempt::complete);
      Duration took = Duration.ofNanos(fleet.clock().getAsLong() - start);
      seen.add(good.ended() && good.failure() == null ? took.toString() : "failed");
    }
    return seen;
  }
}
