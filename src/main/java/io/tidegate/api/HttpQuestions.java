package io.tidegate.api;

import static io.tidegate.exchange.ErrorCode.INVALID_JSON;
import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static io.tidegate.exchange.ErrorCode.MISSING_PARAMETER;
import static io.tidegate.exchange.ErrorCode.NO_NODE_AVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.Call;
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

  /** Asks {@code question} and answers the suspended request {@code http} with text. */
  void ask(HttpServletRequest http, String question) {
    ask(HttpIntake.own(http), "q", question);
  }

  /** Asks the question that is the body of {@code http}. */
  void askText(HttpServletRequest http) throws IOException {
    intake.read(http, (real, body) -> ask(real, "body", new String(body, UTF_8)));
  }

  /** Asks the question in the JSON body of {@code http}. */
  void askJson(HttpServletRequest http) throws IOException {
    intake.read(http, (real, body) -> ask(real, "input", input(body)));
  }

  private void ask(HttpServletRequest real, String field, String question) {
    if (question == null || question.isBlank()) {
      throw Failure.ofParam(
              MISSING_PARAMETER, field, "'" + field + "' must be a question that is not empty.")
          .asException();
    }
    Call call = intake.call(real, Operation.CHAT, chat(model(), question));
    intake.start(real, new Order(call, Rendering.TEXT, null));
  }

  private static String input(byte[] body) {
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
    return chat.toString().getBytes(UTF_8);
  }
}
