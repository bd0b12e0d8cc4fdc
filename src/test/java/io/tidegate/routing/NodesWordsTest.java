package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.routing.nodes.Breaker;
import io.tidegate.testing.FakeAttempt;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node says about a request is not about the node, and reaches the one who asked. */
class NodesWordsTest extends ScriptedNodes {

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405, 410, 501})
  void whatEveryNodeLacksIsToldInTheNodesWords(int status) {
    nodes(3);
    answerBy(attempt -> attempt.refuse(status, null));

    Answer answer = fleet.ask(embeddings());

    assertThat(answer.head().status()).isEqualTo(status);
    assertThat(text(answer)).contains("The fake says " + status);
    assertThat(fleet.upstream().asked()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(ejected()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405, 410, 501})
  void aNodeThatLacksAServiceIsLeftOutOfItAndOfNothingElse(int status) {
    nodes(2);
    script("a", attempt -> attempt.refuse(status, null));
    script("b", FakeAttempt::complete);
    for (int i = 0; i < 20; i++) {
      assertThat(fleet.ask(embeddings()).failure()).isNull();
    }

    assertThat(asked("a")).isEqualTo(1);
    answerBy(FakeAttempt::complete);
    ask(10, fleet.call("m"));
    assertThat(asked("a")).isGreaterThan(3);
    assertThat(fleet.breaker(node("a"), "m")).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void aNodeThatLackedAServiceIsAskedAgainAfterFiveMinutes() {
    nodes(2);
    script("a", attempt -> attempt.refuse(404, null));
    script("b", FakeAttempt::complete);
    ask(10, embeddings());
    fleet.pass(Duration.ofMinutes(5));
    answerBy(FakeAttempt::complete);

    ask(10, embeddings());

    assertThat(asked("a")).isGreaterThan(3);
  }

  @Test
  void aNodeThatLackedAServiceIsAskedAgainOnceItIsChanged() {
    nodes(2);
    script("a", attempt -> attempt.refuse(404, null));
    script("b", FakeAttempt::complete);
    ask(10, embeddings());

    answerBy(FakeAttempt::complete);
    fleet.add("a", "m");
    ask(10, embeddings());

    assertThat(asked("a")).isGreaterThan(3);
  }

  @Test
  void whatNobodyOffersCostsOneAttemptACallAndNoRetries() {
    fleet = new Fleet(Map.of("retries.per-second", "0", "retries.ratio", "0"));
    nodes(4);
    answerBy(attempt -> attempt.refuse(501, null));
    fleet.ask(embeddings());
    assertThat(fleet.upstream().attempts()).hasSize(4);

    for (int i = 0; i < 10; i++) {
      assertThat(fleet.ask(embeddings()).head().status()).isEqualTo(501);
    }

    assertThat(fleet.upstream().attempts()).hasSize(14);
  }

  @Test
  void aFirewallThatMindsOnePromptTakesNoNodeFromTheOthers() {
    nodes(2);
    answerBy(FakeAttempt::complete);
    ask(4, fleet.call("m"));
    answerBy(attempt -> attempt.refuse(403, null));
    ask(20, fleet.call("m"));

    answerBy(FakeAttempt::complete);
    long before = asked("a");
    ask(10, fleet.call("m"));

    assertThat(asked("a") - before).isBetween(4L, 6L);
  }

  @Test
  void requestsThatANodeMindsInTheMidstOfItsAnswersAreHeldAgainstNobody() {
    nodes(2);
    answerBy(FakeAttempt::complete);
    ask(4, fleet.call("m"));
    script("a", ScriptedNodes::refuseMidway);

    ask(60, fleet.call("m"));
    fleet.pass(Duration.ofMillis(100));

    assertThat(asked("a")).isGreaterThan(10);
    assertThat(ejected()).isEmpty();
    assertThat(open()).isEmpty();
  }

  @Test
  void requestsThatANodeMindsInTheMidstOfItsAnswersHideNoFailures() {
    nodes(3);
    answerBy(FakeAttempt::complete);
    AtomicInteger turn = new AtomicInteger();
    script(
        "a",
        attempt -> {
          if (turn.getAndIncrement() % 2 == 0) {
            breakOff(attempt);
          } else {
            refuseMidway(attempt);
          }
        });

    ask(200, fleet.call("m"));
    fleet.pass(Duration.ofMillis(100));

    assertThat(asked("a")).isLessThan(20);
    assertThat(ejected()).containsExactly("a");
  }

  @Test
  void aNodeThatHasLostAModelIsLeftOutWhenOthersHaveIt() {
    nodes(2);
    answerBy(FakeAttempt::complete);
    ask(4, fleet.call("m"));
    script("a", attempt -> attempt.refuse(404, null));
    ask(20, fleet.call("m"));

    long before = asked("a");
    ask(20, fleet.call("m"));

    assertThat(asked("a")).isEqualTo(before);
  }

  @Test
  void busyNodesGoBeforeThoseThatLackTheService() {
    nodes(2);
    script("a", attempt -> attempt.refuse(404, null));
    script("b", attempt -> attempt.refuse(503, null));

    assertThat(fleet.ask(embeddings()).failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
  }
}
