package io.tidegate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The parsed body of a call.
 *
 * @param operation what is asked for
 * @param body the JSON object that was sent
 */
record CallRequest(Operation operation, JsonNode body) {

  /** The requested model, or an empty text if none is named. */
  String model() {
    return body.path("model").asText("");
  }

  boolean stream() {
    return operation != Operation.EMBEDDING && body.path("stream").asBoolean(false);
  }

  boolean includeUsage() {
    return body.path("stream_options").path("include_usage").asBoolean(false);
  }

  boolean thinkingDisabled() {
    return body.path("thinking").path("type").asText("").equals("disabled");
  }

  /** The most tokens the caller wants, at least 1, or the largest number if it set no limit. */
  int maxTokens() {
    JsonNode limit = body.path("max_tokens");
    if (!limit.isNumber()) {
      limit = body.path("max_completion_tokens");
    }
    return Math.max(1, limit.asInt(Integer.MAX_VALUE));
  }

  /** The text of the last user message of a chat, or the prompt of a completion. */
  String prompt() {
    if (operation == Operation.COMPLETION) {
      return text(body.path("prompt"));
    }
    String prompt = "";
    for (JsonNode message : body.path("messages")) {
      if (message.path("role").asText("").equals("user")) {
        prompt = text(message.path("content"));
      }
    }
    return prompt;
  }

  /** The name of the function to be called, or {@code null} if the answer is to be text. */
  String function() {
    JsonNode messages = body.path("messages");
    boolean answersTool = messages.path(messages.size() - 1).path("role").asText("").equals("tool");
    if (answersTool || body.path("tool_choice").asText("").equals("none")) {
      return null;
    }
    return body.path("tools").path(0).path("function").path("name").asText(null);
  }

  /** The texts to be embedded; a list of token numbers counts as its JSON text. */
  List<String> inputs() {
    JsonNode input = body.path("input");
    if (!input.isArray() || input.path(0).isNumber()) {
      return List.of(inputText(input));
    }
    return elements(input).map(CallRequest::inputText).toList();
  }

  boolean base64() {
    return body.path("encoding_format").asText("").equals("base64");
  }

  /** What the body lacks, or {@code null} if it can be answered. */
  String complaint() {
    if (model().isEmpty()) {
      return "model is required";
    }
    String field =
        switch (operation) {
          case CHAT -> "messages";
          case COMPLETION -> "prompt";
          case EMBEDDING -> "input";
        };
    boolean present =
        operation == Operation.CHAT ? !body.path(field).isEmpty() : body.hasNonNull(field);
    return present ? null : field + " is required";
  }

  private static String inputText(JsonNode input) {
    return input.isTextual() ? input.textValue() : input.toString();
  }

  private static String text(JsonNode content) {
    if (content.isArray()) {
      return elements(content)
          .map(part -> part.isTextual() ? part.textValue() : part.path("text").asText(""))
          .collect(Collectors.joining());
    }
    return content.asText("");
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
