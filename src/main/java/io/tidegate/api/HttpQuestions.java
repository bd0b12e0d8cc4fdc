package io.tidegate.api;

import static io.tidegate.exchange.ErrorCode.INVALID_JSON;
import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static io.tidegate.exchange.ErrorCode.MISSING_PARAMETER;
import static io.tidegate.exchange.ErrorCode.NO_NODE_AVAILABLE;
import static io.tidegate.exchange.ErrorCode.REQUEST_TOO_LARGE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.routing.Pool;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Makes a chat call of a single question; thread-safe. */
final class HttpQuestions {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpIntake intake;
  private final Pool pool;
  private final ApiConfig config;

  HttpQuestions(HttpIntake intake, Pool pool, ApiConfig config) {
    this.intake = intake;
    this.pool = pool;
    this.config = config;
  }

  /** Asks {@code question}, which came as {@code field}, and answers {@code http} with text. */
  void ask(HttpServletRequest http, String field, String question) {
    if (question == null || question.isBlank()) {
      throw Failure.ofParam(
              MISSING_PARAMETER, field, "'" + field + "' must be a question that is not empty.")
          .asException();
    }
    if (question.length() > config.maxRequest()) {
      throw Failure.of(REQUEST_TOO_LARGE, "The question is too long.").asException();
    }
    http.getAsyncContext().setTimeout(0);
    byte[] body = chat(model(), question);
    intake.answer(http, Operation.CHAT, RequestParser.parse(body, Operation.CHAT), Rendering.TEXT);
  }

  /** The member {@code input} of a JSON body. */
  String input(byte[] body) {
    JsonNode input;
    try {
      input = JSON.readTree(body).path("input");
    } catch (IOException notJson) {
      throw Failure.of(INVALID_JSON, "The body is not valid JSON.").asException();
    }
    if (!input.isMissingNode() && !input.isTextual()) {
      throw Failure.ofParam(INVALID_VALUE, "input", "'input' must be a string.").asException();
    }
    return input.asText(null);
  }

  private String model() {
    return config
        .computeModel()
        .or(() -> pool.models().stream().findFirst())
        .orElseThrow(
            () -> Failure.of(NO_NODE_AVAILABLE, "No node serves any model yet.").asException());
  }

  private static byte[] chat(String model, String question) {
    ObjectNode chat = JSON.createObjectNode().put("model", model);
    chat.putArray("messages").addObject().put("role", "user").put("content", question);
    return chat.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
