package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Request;
import io.tidegate.simulator.Fault;
import io.tidegate.simulator.Simulator;
import io.tidegate.simulator.SimulatorSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gate makes of a node's faults in each dialect, over real sockets: docs/faults.md. */
@Timeout(60)
class SimulatedDialectsTest {

  private static final Operation[] STREAMING = {Operation.RESPONSES, Operation.MESSAGES};

  private final UpstreamFixture node = new UpstreamFixture(1);
  private final Simulator simulator =
      Simulator.start(
          "n1",
          0,
          SimulatorSettings.defaults()
              .withCapacity(100)
              .withTimeToFirstToken(Duration.ofMillis(2))
              .withTimePerToken(Duration.ofMillis(1))
              .withAnswerTokens(12)
              .withJitter(0));

  @AfterEach
  void close() {
    simulator.close();
    node.close();
  }

  private Request request(Operation operation, boolean stream) {
    String input =
        operation == Operation.RESPONSES
            ? "\"input\":\"Hi\""
            : "\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    String body = "{\"model\":\"deepseek-flash\",\"stream\":" + stream + "," + input + "}";
    return Dialects.parse(body.getBytes(UTF_8), operation);
  }

  private UpstreamFixture.Asked asked(Operation operation, boolean stream) {
    return node.ask(
        UpstreamFixture.target(simulator.url().toString()), operation, request(operation, stream));
  }

  private static Outcome outcome(UpstreamFixture.Asked asked) throws Exception {
    return asked.outcome().get(20, TimeUnit.SECONDS);
  }

  @Test
  void answersArePassedOnAsTheNodeSendsThem() throws Exception {
    for (Operation operation : STREAMING) {
      for (boolean stream : new boolean[] {false, true}) {
        UpstreamFixture.Asked asked = asked(operation, stream);
        assertThat(asked.kind()).isEqualTo(Kind.COMPLETED);
        assertThat(asked.text()).startsWith(stream ? "event: " : "{").doesNotContain("[DONE]");
        assertThat(outcome(asked).usage().output()).isPositive();
      }
    }
    assertThat(asked(Operation.COUNT_TOKENS, false).text()).contains("\"input_tokens\":");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "BUSY_503",
        "BUSY_429",
        "BUSY_529",
        "ERROR_FIRST",
        "ERROR_AFTER_PREAMBLE",
        "INSUFFICIENT_RESOURCE"
      })
  void aBusyNodeIsLeftBeforeItsClientSeesAnything(Fault fault) throws Exception {
    simulator.fault(fault);
    for (Operation operation : STREAMING) {
      Outcome outcome = outcome(asked(operation, true));
      assertThat(outcome.kind()).as("%s", operation).isEqualTo(Kind.BUSY);
      assertThat(outcome.delivered()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "ERROR_MID_STREAM",
        "FAILED_MID_STREAM",
        "CUT_MID_STREAM",
        "END_MID_STREAM",
        "NO_DONE",
        "INSUFFICIENT_RESOURCE_MID_STREAM"
      })
  void aStreamThatBreaksIsNeverTakenForWhole(Fault fault) throws Exception {
    simulator.fault(fault);
    for (Operation operation : STREAMING) {
      UpstreamFixture.Asked asked = asked(operation, true);
      assertThat(asked.kind()).as("%s", operation).isIn(Kind.FAILED, Kind.BUSY);
      assertThat(asked.text())
          .doesNotContain("event: response.completed", "event: response.failed", "message_stop");
      assertThat(outcome(asked).failure()).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "INCOMPLETE_AS_COMPLETED",
        "NO_OUTPUT_AT_THE_END",
        "DATA_ONLY",
        "WRONG_CONTENT_TYPE",
        "TORN_EVENTS",
        "OPEN_AFTER_END",
        "CUT_AFTER_END"
      })
  void whatOnlyLooksAmissIsWhole(Fault fault) throws Exception {
    simulator.fault(fault);
    for (Operation operation : STREAMING) {
      UpstreamFixture.Asked asked = asked(operation, true);
      assertThat(asked.kind()).as("%s", operation).isEqualTo(Kind.COMPLETED);
      assertThat(asked.text())
          .startsWith(
              operation == Operation.MESSAGES
                  ? "event: message_start\n"
                  : "event: response.created\n")
          .contains(
              operation == Operation.MESSAGES
                  ? "event: message_stop"
                  : "event: response.completed");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"WRONG_CONTENT_TYPE", "TORN_EVENTS", "CUT_AFTER_END"})
  void aPlainAnswerThatOnlyLooksAmissIsWhole(Fault fault) throws Exception {
    simulator.fault(fault);
    for (Operation operation : STREAMING) {
      UpstreamFixture.Asked asked = asked(operation, false);
      assertThat(asked.kind()).as("%s", operation).isEqualTo(Kind.COMPLETED);
      assertThat(asked.text()).startsWith("{").endsWith("}");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"END_AFTER_PREAMBLE", "FAILED_AFTER_PREAMBLE"})
  void aPreambleAloneIsNotDelivered(Fault fault) throws Exception {
    simulator.fault(fault);
    for (Operation operation : STREAMING) {
      Outcome outcome = outcome(asked(operation, true));
      assertThat(outcome.kind()).as("%s", operation).isIn(Kind.FAILED, Kind.BUSY);
      assertThat(outcome.delivered()).isFalse();
    }
  }
}
