package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.simulator.RawConnection.End;
import io.tidegate.simulator.RawConnection.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes over the wire under each fault. */
class SimulatorFaultsTest extends FaultyNode {
  private static final String PATH = "/v1/chat/completions";
  private static final String CUT_SHORT = "insufficient_system_resource";

  @ParameterizedTest
  @EnumSource
  void givesAStreamItsFault(Fault fault) throws IOException {
    simulator.fault(fault);

    Seen seen = RawConnection.post(simulator.port(), PATH, Requests.chat(PROMPT, true));

    Expected expected = expectedOfStream(fault);
    expected.assertStream(seen, lines(seen.body()), Requests.text(seen.body()));
    if (expected.status() == 200) {
      String type = fault == Fault.WRONG_CONTENT_TYPE ? "text/plain" : "text/event-stream";
      assertThat(seen.head()).contains("Content-Type: " + type + "; charset=utf-8");
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesAPlainCallItsFault(Fault fault) throws IOException {
    simulator.fault(fault);

    Seen seen = RawConnection.post(simulator.port(), PATH, Requests.chat(PROMPT, false));

    expectedOfPlain(fault).assertPlain(seen, kind(seen.body()));
    String type = fault == Fault.WRONG_CONTENT_TYPE ? "text/plain" : "application/json";
    assertThat(seen.head()).contains("Content-Type: " + type);
  }

  @ParameterizedTest
  @EnumSource(names = {"BUSY_503", "BUSY_429"})
  void saysWhenToComeBackOnlyWithA429(Fault fault) throws IOException {
    simulator.fault(fault);

    Seen seen = RawConnection.post(simulator.port(), PATH, Requests.chat(PROMPT, false));

    assertThat(seen.head().contains("Retry-After: 2")).isEqualTo(fault == Fault.BUSY_429);
    assertThat(Requests.json(seen.body()).path("error").has("param")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"INSUFFICIENT_RESOURCE", "INSUFFICIENT_RESOURCE_MID_STREAM"})
  void answersEmbeddingsAsBusyWhereAFinishReasonWouldBeNeeded(Fault fault) throws IOException {
    simulator.fault(fault);
    String body = "{\"model\":\"deepseek-flash\",\"input\":\"a\"}";

    Seen seen = RawConnection.post(simulator.port(), "/v1/embeddings", body);

    assertThat(seen.status()).isEqualTo(503);
  }

  private static Expected expectedOfStream(Fault fault) {
    String delivered = "role reasoning text";
    return switch (fault) {
      case NONE, NO_OUTPUT_AT_THE_END, DATA_ONLY, WRONG_CONTENT_TYPE, TORN_EVENTS ->
          new Expected(200, delivered + " stop done", FULL, End.ENDED);
      case BUSY_503 -> new Expected(503, "", "", End.ENDED);
      case BUSY_429 -> new Expected(429, "", "", End.ENDED);
      case BUSY_529 -> new Expected(529, "", "", End.ENDED);
      case BUSY_BLANK_LINES -> new Expected(200, "", "", End.SILENT);
      case BUSY_KEEP_ALIVE, BUSY_PINGS, SLOW_FIRST_TOKEN ->
          new Expected(200, "keep-alive", "", End.SILENT);
      case STALL_AFTER_PREAMBLE -> new Expected(200, "role", "", End.SILENT);
      case KEEP_ALIVE_AFTER_PREAMBLE -> new Expected(200, "role keep-alive", "", End.SILENT);
      case END_AFTER_PREAMBLE -> new Expected(200, "role", "", End.ENDED);
      case ERROR_FIRST -> new Expected(200, "error done", "", End.ENDED);
      case ERROR_AFTER_PREAMBLE, FAILED_AFTER_PREAMBLE ->
          new Expected(200, "role error", "", End.ENDED);
      case ERROR_MID_STREAM, FAILED_MID_STREAM ->
          new Expected(200, delivered + " error", HALF, End.ENDED);
      case END_MID_STREAM -> new Expected(200, delivered, HALF, End.ENDED);
      case CUT_MID_STREAM -> new Expected(200, delivered, HALF, End.CLOSED);
      case STALL -> new Expected(200, "", "", End.SILENT);
      case STALL_MID_STREAM -> new Expected(200, delivered, HALF, End.SILENT);
      case NO_DONE -> new Expected(200, delivered + " stop", FULL, End.ENDED);
      case NO_FINISH -> new Expected(200, delivered + " done", FULL, End.ENDED);
      case INCOMPLETE_AS_COMPLETED ->
          new Expected(200, delivered + " length done", HALF, End.ENDED);
      case OPEN_AFTER_END -> new Expected(200, delivered + " stop done", FULL, End.SILENT);
      case CUT_AFTER_END -> new Expected(200, delivered + " stop done", FULL, End.CLOSED);
      case INSUFFICIENT_RESOURCE -> new Expected(200, "role " + CUT_SHORT + " done", "", End.ENDED);
      case INSUFFICIENT_RESOURCE_MID_STREAM ->
          new Expected(200, delivered + " " + CUT_SHORT + " done", HALF, End.ENDED);
      case KEY_REFUSED -> new Expected(401, "", "", End.ENDED);
      case BALANCE_EMPTY -> new Expected(402, "", "", End.ENDED);
    };
  }

  private static Expected expectedOfPlain(Fault fault) {
    return switch (fault) {
      case NONE, NO_OUTPUT_AT_THE_END, DATA_ONLY, WRONG_CONTENT_TYPE, TORN_EVENTS ->
          new Expected(200, "stop", FULL, End.ENDED);
      case BUSY_503 -> new Expected(503, "error", "Service is too busy", End.ENDED);
      case BUSY_429 -> new Expected(429, "error", "rate_limit_exceeded", End.ENDED);
      case BUSY_529 -> new Expected(529, "error", "Overloaded", End.ENDED);
      case BUSY_BLANK_LINES,
          BUSY_KEEP_ALIVE,
          BUSY_PINGS,
          KEEP_ALIVE_AFTER_PREAMBLE,
          SLOW_FIRST_TOKEN ->
          new Expected(200, "blank", "\n\n", End.SILENT);
      case ERROR_FIRST,
          ERROR_MID_STREAM,
          ERROR_AFTER_PREAMBLE,
          FAILED_AFTER_PREAMBLE,
          FAILED_MID_STREAM ->
          new Expected(200, "error", "overloaded", End.ENDED);
      case END_MID_STREAM -> new Expected(200, "broken", "chat.completion", End.ENDED);
      case CUT_MID_STREAM -> new Expected(200, "broken", "chat.completion", End.CLOSED);
      case STALL, STALL_AFTER_PREAMBLE -> new Expected(200, "empty", "", End.SILENT);
      case STALL_MID_STREAM -> new Expected(200, "broken", "chat.completion", End.SILENT);
      case NO_DONE, END_AFTER_PREAMBLE -> new Expected(200, "empty", "", End.ENDED);
      case NO_FINISH -> new Expected(200, "text", FULL, End.ENDED);
      case INCOMPLETE_AS_COMPLETED -> new Expected(200, "length", HALF, End.ENDED);
      case OPEN_AFTER_END -> new Expected(200, "stop", FULL, End.SILENT);
      case CUT_AFTER_END -> new Expected(200, "stop", FULL, End.CLOSED);
      case INSUFFICIENT_RESOURCE -> new Expected(200, CUT_SHORT, "", End.ENDED);
      case INSUFFICIENT_RESOURCE_MID_STREAM -> new Expected(200, CUT_SHORT, HALF, End.ENDED);
      case KEY_REFUSED -> new Expected(401, "error", "Authentication Fails", End.ENDED);
      case BALANCE_EMPTY -> new Expected(402, "error", "Insufficient Balance", End.ENDED);
    };
  }

  private static String lines(String body) {
    List<String> kinds = new ArrayList<>();
    for (String line : body.lines().toList()) {
      String kind = line.startsWith("data: {") ? kind(line.substring(6)) : mark(line);
      if (!kind.isEmpty() && (kinds.isEmpty() || !kinds.get(kinds.size() - 1).equals(kind))) {
        kinds.add(kind);
      }
    }
    return String.join(" ", kinds);
  }

  private static String mark(String line) {
    return switch (line) {
      case "data: [DONE]" -> "done";
      case ": keep-alive" -> "keep-alive";
      default -> "";
    };
  }

  private static String kind(String text) {
    if (text.isBlank()) {
      return text.isEmpty() ? "empty" : "blank";
    }
    JsonNode json;
    try {
      json = Requests.json(text);
    } catch (AssertionError malformed) {
      return "broken";
    }
    JsonNode choice = json.path("choices").path(0);
    if (choice.path("finish_reason").isTextual()) {
      return choice.path("finish_reason").textValue();
    }
    JsonNode delta = choice.path("delta");
    if (delta.has("role")) {
      return "role";
    }
    if (delta.has("reasoning_content")) {
      return "reasoning";
    }
    return json.has("error") ? "error" : "text";
  }
}
