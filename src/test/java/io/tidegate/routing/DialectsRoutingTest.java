package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Operation;
import io.tidegate.routing.nodes.NodeDialects;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.SampleCalls;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls go to nodes that speak their dialect, whether that was said or has to be found out. */
class DialectsRoutingTest extends ScriptedNodes {

  private Call messages() {
    return SampleCalls.of(Operation.MESSAGES, fleet.call("m"));
  }

  private void add(String name, String... dialects) {
    fleet.add(Fleet.spec(name, "m").withDialects(NodeDialects.parse(List.of(dialects))));
  }

  @Test
  void goNowhereElse() {
    add("a", "chat");
    add("b", "chat", "messages");
    answerBy(FakeAttempt::complete);

    ask(10, messages());

    assertThat(asked("a")).isZero();
    assertThat(asked("b")).isEqualTo(10);
  }

  @Test
  void areToldWhichTheModelHasInstead() {
    add("a", "chat");
    add("b", "responses");

    Answer answer = fleet.ask(messages());

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    assertThat(answer.failure().param()).isEqualTo("model");
    assertThat(answer.failure().message()).contains("/messages", "chat, responses");
    assertThat(fleet.upstream().asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 501})
  void findOutWhichNodesHaveNone(int status) {
    nodes(2);
    script("a", attempt -> attempt.refuse(status, null));
    script("b", FakeAttempt::complete);

    for (Answer answer : ask(20, messages())) {
      assertThat(answer.failure()).isNull();
    }

    assertThat(asked("a")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 501})
  void areToldWhatNobodyHasOnceThatWasFoundOut(int status) {
    nodes(2);
    answerBy(attempt -> attempt.refuse(status, null));

    Answer answer = fleet.ask(messages());

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    assertThat(answer.failure().message()).contains("/messages", "chat, responses");
  }
}
