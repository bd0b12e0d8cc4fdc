package io.tidegate.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dialect.known.Dialects;
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

/** Calls for what is in beta go to nodes that have its root, and never to a plain one. */
class BetaRoutingTest extends ScriptedNodes {

  private static final String PREFIX =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"content\":\"On\",\"prefix\":true}]}";

  private Call call(Operation operation, String body) {
    return SampleCalls.of(operation, fleet.call("m"))
        .asking(Dialects.parse(body.getBytes(UTF_8), operation));
  }

  private Call prefix() {
    return call(Operation.CHAT, PREFIX);
  }

  private void add(String name, String... dialects) {
    fleet.add(Fleet.spec(name, "m").withDialects(NodeDialects.parse(List.of(dialects))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"m\",\"messages\":[{\"content\":\"a\"},{\"content\":\"b\",\"prefix\":true}]}",
        "{\"model\":\"m\",\"messages\":[{}],\"tools\":[{\"function\":{\"strict\":true}}]}"
      })
  void goToTheRootAlone(String body) {
    add("plain", "chat");
    add("unknown");
    add("rooted", "chat", "beta=/beta");
    answerBy(FakeAttempt::complete);

    ask(10, call(Operation.CHAT, body));

    assertThat(asked("rooted")).isEqualTo(10);
    assertThat(asked("plain") + asked("unknown")).isZero();
  }

  @Test
  void completionsUpToASuffixGoThereToo() {
    add("plain", "chat");
    add("rooted", "chat", "beta");
    answerBy(FakeAttempt::complete);

    ask(4, call(Operation.COMPLETION, "{\"model\":\"m\",\"prompt\":\"a\",\"suffix\":\"b\"}"));
    assertThat(asked("rooted")).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"m\",\"messages\":[{\"content\":\"prefix\",\"prefix\":false}]}",
        "{\"model\":\"m\",\"messages\":[{\"content\":[{\"prefix\":true}]}],\"prefix\":true}",
        "{\"model\":\"m\",\"messages\":[{}],\"tools\":[{\"function\":{\"strict\":false}},3]}",
        "{\"model\":\"m\",\"messages\":[{}],\"tools\":[{\"function\":{\"parameters\":"
            + "{\"strict\":true}},\"strict\":true}],\"suffix\":\"b\"}"
      })
  void allOthersGoWhereverThereIsRoom(String body) {
    add("plain", "chat");
    answerBy(FakeAttempt::complete);

    ask(2, call(Operation.CHAT, body));

    assertThat(asked("plain")).isEqualTo(2);
  }

  @Test
  void waitForTheRootThoughAPlainNodeIsIdle() {
    add("plain", "chat");
    add("rooted", "chat", "beta=/beta");
    script("rooted", attempt -> attempt.refuse(503, null));
    script("plain", FakeAttempt::complete);

    Answer answer = fleet.ask(prefix());

    assertThat(asked("plain")).isZero();
    assertThat(answer.head()).isNull();
  }

  @Test
  void areToldWhatIsMissingWhereEveryNodeIsPlain() {
    add("plain", "chat");

    Answer answer = fleet.ask(prefix());

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    assertThat(answer.failure().param()).isEqualTo("model");
    assertThat(answer.failure().message()).contains("beta root", "'prefix'", "'strict'");
    assertThat(fleet.upstream().asked()).isEmpty();
  }

  @Test
  void areTriedWhereNothingIsKnownOfAnyNode() {
    nodes(1);
    answerBy(FakeAttempt::complete);

    ask(2, prefix());

    assertThat(asked("a")).isEqualTo(2);
  }

  @Test
  void leaveTheRestOfANodeAloneThatHasNoRootAfterAll() {
    add("a", "chat", "beta=/beta");
    answerBy(attempt -> attempt.refuse(404, null));
    fleet.ask(prefix());
    answerBy(FakeAttempt::complete);

    for (Answer answer : ask(3, fleet.call("m"))) {
      assertThat(answer.failure()).isNull();
    }
  }

  @Test
  void thatWaitForTheRootStopNobody() {
    add("plain", "chat");
    fleet.add(
        Fleet.sized(
            Fleet.spec("rooted", "m")
                .withDialects(NodeDialects.parse(List.of("chat", "beta=/beta"))),
            1,
            1));
    nodes(0);
    fleet.ask(prefix());
    Answer waits = fleet.ask(prefix());
    assertThat(waits.ended()).isFalse();

    script("plain", FakeAttempt::complete);
    // Of the same operation, and dearer: a cheaper call may always fit where another does not.
    List<Answer> others = ask(10, fleet.stream("m", 900));

    assertThat(others).allMatch(Answer::ended).allMatch(answer -> answer.failure() == null);
    assertThat(waits.ended()).isFalse();
  }
}
