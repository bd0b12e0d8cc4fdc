package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.simulator.RawConnection.End;
import io.tidegate.simulator.RawConnection.Seen;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes over the wire under each fault in Responses. */
class SimulatorResponsesFaultsTest extends FaultyNode {
  private static final String PATH = "/v1/responses";
  private static final String PREAMBLE = "created in_progress output_item.added content_part.added";
  private static final String DELIVERED =
      PREAMBLE
          + " reasoning_text.delta reasoning_text.done content_part.done output_item.done"
          + " output_item.added content_part.added output_text.delta";
  private static final String DONE =
      DELIVERED + " output_text.done content_part.done output_item.done";

  @ParameterizedTest
  @EnumSource
  void givesAStreamItsFault(Fault fault) throws IOException {
    simulator.fault(fault);

    Seen seen =
        RawConnection.post(simulator.port(), PATH, Requests.response(PROMPT, "\"stream\":true,"));

    List<JsonNode> events = Requests.events(seen.body());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < events.size(); i++) {
      JsonNode event = events.get(i);
      assertThat(event.path("sequence_number").asInt(-1)).isEqualTo(i);
      boolean said = event.path("type").asText().equals("response.output_text.delta");
      text.append(said ? event.path("delta").asText() : "");
    }
    expectedOfStream(fault).assertStream(seen, Requests.types(seen.body()), text.toString());
    assertThat(seen.body()).doesNotContain("[DONE]");
    assertThat(seen.body().lines().filter(line -> line.startsWith("event: ")))
        .hasSize(fault == Fault.DATA_ONLY ? 0 : events.size());
  }

  @ParameterizedTest
  @EnumSource
  void givesAPlainCallItsFault(Fault fault) throws IOException {
    simulator.fault(fault);

    Seen seen = RawConnection.post(simulator.port(), PATH, Requests.response(PROMPT, ""));

    expectedOfPlain(fault).assertPlain(seen, kind(seen.body()));
  }

  private static Expected expectedOfStream(Fault fault) {
    return switch (fault) {
      case NONE, NO_OUTPUT_AT_THE_END, DATA_ONLY, WRONG_CONTENT_TYPE, TORN_EVENTS ->
          new Expected(200, DONE + " completed", FULL, End.ENDED);
      case BUSY_503 -> new Expected(503, "", "", End.ENDED);
      case BUSY_429 -> new Expected(429, "", "", End.ENDED);
      case BUSY_529 -> new Expected(529, "", "", End.ENDED);
      case BUSY_BLANK_LINES, BUSY_KEEP_ALIVE, BUSY_PINGS, SLOW_FIRST_TOKEN, STALL ->
          new Expected(200, "", "", End.SILENT);
      case ERROR_FIRST -> new Expected(200, "error", "", End.ENDED);
      case STALL_AFTER_PREAMBLE, KEEP_ALIVE_AFTER_PREAMBLE ->
          new Expected(200, PREAMBLE, "", End.SILENT);
      case END_AFTER_PREAMBLE -> new Expected(200, PREAMBLE, "", End.ENDED);
      case ERROR_AFTER_PREAMBLE -> new Expected(200, PREAMBLE + " error", "", End.ENDED);
      case FAILED_AFTER_PREAMBLE -> new Expected(200, PREAMBLE + " failed", "", End.ENDED);
      case ERROR_MID_STREAM -> new Expected(200, DELIVERED + " error", HALF, End.ENDED);
      case FAILED_MID_STREAM -> new Expected(200, DELIVERED + " failed", HALF, End.ENDED);
      case END_MID_STREAM -> new Expected(200, DELIVERED, HALF, End.ENDED);
      case CUT_MID_STREAM -> new Expected(200, DELIVERED, HALF, End.CLOSED);
      case STALL_MID_STREAM -> new Expected(200, DELIVERED, HALF, End.SILENT);
      case NO_DONE -> new Expected(200, DONE, FULL, End.ENDED);
      case NO_FINISH -> new Expected(200, DELIVERED + " completed", FULL, End.ENDED);
      case INSUFFICIENT_RESOURCE ->
          new Expected(200, "created in_progress incomplete", "", End.ENDED);
      case INSUFFICIENT_RESOURCE_MID_STREAM ->
          new Expected(200, DONE + " incomplete", HALF, End.ENDED);
      case INCOMPLETE_AS_COMPLETED -> new Expected(200, DONE + " completed", HALF, End.ENDED);
      case OPEN_AFTER_END -> new Expected(200, DONE + " completed", FULL, End.SILENT);
      case CUT_AFTER_END -> new Expected(200, DONE + " completed", FULL, End.CLOSED);
      case KEY_REFUSED -> new Expected(401, "", "", End.ENDED);
      case BALANCE_EMPTY -> new Expected(402, "", "", End.ENDED);
    };
  }

  private static Expected expectedOfPlain(Fault fault) {
    return switch (fault) {
      case NONE, NO_OUTPUT_AT_THE_END, DATA_ONLY, WRONG_CONTENT_TYPE, TORN_EVENTS ->
          new Expected(200, "completed", FULL, End.ENDED);
      case BUSY_503 -> new Expected(503, "error", "Service is too busy", End.ENDED);
      case BUSY_429 -> new Expected(429, "error", "rate_limit_exceeded", End.ENDED);
      case BUSY_529 -> new Expected(529, "error", "Overloaded", End.ENDED);
      case BUSY_BLANK_LINES,
          BUSY_KEEP_ALIVE,
          BUSY_PINGS,
          KEEP_ALIVE_AFTER_PREAMBLE,
          SLOW_FIRST_TOKEN ->
          new Expected(200, "none", "\n\n", End.SILENT);
      case ERROR_FIRST, ERROR_MID_STREAM, ERROR_AFTER_PREAMBLE ->
          new Expected(200, "error", "overloaded", End.ENDED);
      case FAILED_AFTER_PREAMBLE, FAILED_MID_STREAM ->
          new Expected(200, "failed", "overloaded", End.ENDED);
      case CUT_MID_STREAM -> new Expected(200, "none", "rs_faulty", End.CLOSED);
      case STALL_MID_STREAM -> new Expected(200, "none", "rs_faulty", End.SILENT);
      case END_MID_STREAM -> new Expected(200, "none", "rs_faulty", End.ENDED);
      case STALL, STALL_AFTER_PREAMBLE -> new Expected(200, "none", "", End.SILENT);
      case NO_DONE, END_AFTER_PREAMBLE -> new Expected(200, "none", "", End.ENDED);
      case NO_FINISH -> new Expected(200, "in_progress", FULL, End.ENDED);
      case INSUFFICIENT_RESOURCE ->
          new Expected(200, "incomplete", "insufficient_system_resource", End.ENDED);
      case INSUFFICIENT_RESOURCE_MID_STREAM -> new Expected(200, "incomplete", HALF, End.ENDED);
      case INCOMPLETE_AS_COMPLETED ->
          new Expected(200, "incomplete", "max_output_tokens", End.ENDED);
      case OPEN_AFTER_END -> new Expected(200, "completed", FULL, End.SILENT);
      case CUT_AFTER_END -> new Expected(200, "completed", FULL, End.CLOSED);
      case KEY_REFUSED -> new Expected(401, "error", "Authentication Fails", End.ENDED);
      case BALANCE_EMPTY -> new Expected(402, "error", "Insufficient Balance", End.ENDED);
    };
  }

  /** The status of the response in {@code body}; "none" if it is no whole JSON. */
  private static String kind(String body) {
    try {
      return Requests.json(body).path("status").asText(body.isBlank() ? "none" : "error");
    } catch (AssertionError broken) {
      return "none";
    }
  }
}
