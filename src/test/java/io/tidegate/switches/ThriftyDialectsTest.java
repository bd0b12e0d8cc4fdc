package io.tidegate.switches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a brownout makes of bodies that are no chats. */
class ThriftyDialectsTest {

  private static final Brownout ALL = new Brownout(true, 100, true, Priority.LOW);
  private static final String ASKED = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";

  private static String changed(Operation operation, String body) {
    Request sent = Dialects.parse(body.getBytes(UTF_8), operation);
    return new String(ALL.changed(sent, operation).bytes(), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"m\",\"max_tokens\":4000, | {\"model\":\"m\",\"max_tokens\":100,",
        "{\"model\":\"m\",\"max_tokens\":50, | {\"model\":\"m\",\"max_tokens\":50,",
        "{\"model\":\"m\",\"max_tokens\":4000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":99},"
            + " | {\"model\":\"m\",\"max_tokens\":100,\"thinking\":{\"type\":\"enabled\","
            + "\"budget_tokens\":99},",
        "{\"thinking\":{\"type\":\"disabled\"},\"model\":\"m\",\"max_tokens\":4000,"
            + " | {\"thinking\":{\"type\":\"disabled\"},\"model\":\"m\",\"max_tokens\":100,"
      })
  void lowersTheBoundOfMessagesAndAddsNothing(String before, String after) {
    assertThat(changed(Operation.MESSAGES, before + ASKED + "}")).isEqualTo(after + ASKED + "}");
  }

  /** A node refuses a bound that thinking alone may use up. */
  @Test
  void leavesABoundThatHasToBeAboveTheBudgetOfThinking() {
    String body =
        "{\"model\":\"m\",\"max_tokens\":4000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":"
            + "1024},"
            + ASKED
            + "}";

    assertThat(changed(Operation.MESSAGES, body)).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"m\",\"input\":\"x\"} |"
            + " {\"max_output_tokens\":100,\"model\":\"m\",\"input\":\"x\"}",
        "{\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":101}"
            + " | {\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":100}",
        "{\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":null}"
            + " | {\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":100}",
        "{\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":9}"
            + " | {\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":9}"
      })
  void boundsResponsesByTheirOwnMember(String before, String after) {
    assertThat(changed(Operation.RESPONSES, before)).isEqualTo(after);
  }

  @Test
  void countsTokensOfWhatTheClientSent() {
    String body = "{\"model\":\"m\"," + ASKED + "}";

    assertThat(changed(Operation.COUNT_TOKENS, body)).isEqualTo(body);
  }
}
