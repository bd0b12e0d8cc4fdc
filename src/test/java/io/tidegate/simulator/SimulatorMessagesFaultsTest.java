package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.simulator.RawConnection.End;
import io.tidegate.simulator.RawConnection.Seen;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes over the wire under each fault in Messages. */
class SimulatorMessagesFaultsTest extends FaultyNode {
  private static final String PATH = "/anthropic/v1/messages";
  private static final String PREAMBLE = "message_start content_block_start ping";
  private static final String DELIVERED =
      PREAMBLE + " content_block_delta content_block_stop content_block_start content_block_delta";
  private static final String CLOSED = DELIVERED + " content_block_stop";
  private static final String WHOLE = CLOSED + " message_delta message_stop";
  private static final String EXHAUSTED = "insufficient_system_resource";

  @ParameterizedTest
  @EnumSource
  void givesAStreamItsFault(Fault fault) throws IOException {
    simulator.fault(fault);

    Seen seen =
        RawConnection.post(simulator.port(), PATH, Requests.message(PROMPT, "\"stream\":true,"));

    List<JsonNode> events = Requests.events(seen.body());
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append(event.at("/delta/text").asText("")));
    expectedOfStream(fault).assertStream(seen, Requests.types(seen.body()), text.toString());
    assertThat(seen.body().lines().filter(line -> line.startsWith("event: ")))
        .hasSize(fault == Fault.DATA_ONLY ? 0 : events.size());
  }

  @ParameterizedTest
  @EnumSource
  void givesAPlainCallItsFault(Fault fault) throws IOException {
    simulator.fault(fault);

    Seen seen = RawConnection.post(simulator.port(), PATH, Requests.message(PROMPT, ""));

    expectedOfPlain(fault).assertPlain(seen, kind(seen.body()));
  }

  private static Expected expectedOfStream(Fault fault) {
    return switch (fault) {
      case NONE, NO_OUTPUT_AT_THE_END, DATA_ONLY, WRONG_CONTENT_TYPE, TORN_EVENTS ->
          new Expected(200, WHOLE, FULL, End.ENDED);
      case BUSY_503 -> new Expected(503, "", "", End.ENDED);
      case BUSY_429 -> new Expected(429, "", "", End.ENDED);
      case BUSY_529 -> new Expected(529, "", "", End.ENDED);
      case BUSY_BLANK_LINES, BUSY_KEEP_ALIVE, SLOW_FIRST_TOKEN, STALL ->
          new Expected(200, "", "", End.SILENT);
      case BUSY_PINGS -> new Expected(200, "ping", "", End.SILENT);
      case ERROR_FIRST -> new Expected(200, "error", "", End.ENDED);
      case STALL_AFTER_PREAMBLE, KEEP_ALIVE_AFTER_PREAMBLE ->
          new Expected(200, PREAMBLE, "", End.SILENT);
      case END_AFTER_PREAMBLE -> new Expected(200, PREAMBLE, "", End.ENDED);
      case ERROR_AFTER_PREAMBLE, FAILED_AFTER_PREAMBLE ->
          new Expected(200, PREAMBLE + " error", "", End.ENDED);
      case ERROR_MID_STREAM, FAILED_MID_STREAM ->
          new Expected(200, DELIVERED + " error", HALF, End.ENDED);
      case END_MID_STREAM -> new Expected(200, DELIVERED, HALF, End.ENDED);
      case CUT_MID_STREAM -> new Expected(200, DELIVERED, HALF, End.CLOSED);
      case STALL_MID_STREAM -> new Expected(200, DELIVERED, HALF, End.SILENT);
      case NO_DONE -> new Expected(200, CLOSED + " message_delta", FULL, End.ENDED);
      case NO_FINISH -> new Expected(200, CLOSED + " message_stop", FULL, End.ENDED);
      case INSUFFICIENT_RESOURCE ->
          new Expected(200, "message_start ping message_delta message_stop", "", End.ENDED);
      case INSUFFICIENT_RESOURCE_MID_STREAM, INCOMPLETE_AS_COMPLETED ->
          new Expected(200, WHOLE, HALF, End.ENDED);
      case OPEN_AFTER_END -> new Expected(200, WHOLE, FULL, End.SILENT);
      case CUT_AFTER_END -> new Expected(200, WHOLE, FULL, End.CLOSED);
      case KEY_REFUSED -> new Expected(401, "", "", End.ENDED);
      case BALANCE_EMPTY -> new Expected(402, "", "", End.ENDED);
    };
  }

  private static Expected expectedOfPlain(Fault fault) {
    return switch (fault) {
      case NONE, NO_OUTPUT_AT_THE_END, DATA_ONLY, WRONG_CONTENT_TYPE, TORN_EVENTS ->
          new Expected(200, "end_turn", FULL, End.ENDED);
      case BUSY_503 -> new Expected(503, "overloaded_error", "Service is too busy", End.ENDED);
      case BUSY_429 -> new Expected(429, "rate_limit_error", "Too many", End.ENDED);
      case BUSY_529 -> new Expected(529, "overloaded_error", "Overloaded", End.ENDED);
      case BUSY_BLANK_LINES,
          BUSY_KEEP_ALIVE,
          BUSY_PINGS,
          KEEP_ALIVE_AFTER_PREAMBLE,
          SLOW_FIRST_TOKEN ->
          new Expected(200, "none", "\n\n", End.SILENT);
      case ERROR_FIRST,
          ERROR_MID_STREAM,
          ERROR_AFTER_PREAMBLE,
          FAILED_AFTER_PREAMBLE,
          FAILED_MID_STREAM ->
          new Expected(200, "overloaded_error", "overloaded", End.ENDED);
      case CUT_MID_STREAM -> new Expected(200, "none", "msg_faulty", End.CLOSED);
      case STALL_MID_STREAM -> new Expected(200, "none", "msg_faulty", End.SILENT);
      case END_MID_STREAM -> new Expected(200, "none", "msg_faulty", End.ENDED);
      case STALL, STALL_AFTER_PREAMBLE -> new Expected(200, "none", "", End.SILENT);
      case NO_DONE, END_AFTER_PREAMBLE -> new Expected(200, "none", "", End.ENDED);
      case NO_FINISH -> new Expected(200, "none", FULL, End.ENDED);
      case INSUFFICIENT_RESOURCE -> new Expected(200, EXHAUSTED, "", End.ENDED);
      case INSUFFICIENT_RESOURCE_MID_STREAM -> new Expected(200, EXHAUSTED, HALF, End.ENDED);
      case INCOMPLETE_AS_COMPLETED -> new Expected(200, "max_tokens", HALF, End.ENDED);
      case OPEN_AFTER_END -> new Expected(200, "end_turn", FULL, End.SILENT);
      case CUT_AFTER_END -> new Expected(200, "end_turn", FULL, End.CLOSED);
      case KEY_REFUSED -> new Expected(401, "authentication_error", "Fails", End.ENDED);
      case BALANCE_EMPTY -> new Expected(402, "billing_error", "Insufficient", End.ENDED);
    };
  }

  /**
   * The stop reason or the error's type in {@code body}; "none" if there is none, or no whole JSON.
   */
  private static String kind(String body) {
    try {
      JsonNode json = Requests.json(body);
      return json.path("stop_reason").asText(json.at("/error/type").asText("none"));
    } catch (AssertionError broken) {
      return "none";
    }
  }
}
