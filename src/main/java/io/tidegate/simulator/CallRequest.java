package io.tidegate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a call asks.
 *
 * @param operation what is asked for
 * @param body the JSON object that was sent; of Responses and Messages the chat that asks the same
 */
record CallRequest(SimulatedOperation operation, JsonNode body) {

  private static final int MOST_CHOICES = 128;

  /** What {@code body} asks, in whichever dialect the operation is. */
  static CallRequest of(SimulatedOperation operation, ObjectNode body) {
    return new CallRequest(
        operation,
        switch (operation.dialect()) {
          case CHAT -> body;
          case RESPONSES -> ResponsesAsChat.of(body);
          case MESSAGES -> MessagesAsChat.of(body);
        });
  }

  /** The requested model, or an empty text if none is named. */
  String model() {
    return body.path("model").asText("");
  }

  boolean stream() {
    return operation.generates() && body.path("stream").asBoolean(false);
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
    if (operation == SimulatedOperation.COMPLETION) {
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

  /**
   * All of the text that is billed as the prompt. Of a chat that is {@link #prompt}; the younger
   * dialects bill the other messages, the instructions and the tools, too.
   */
  String billed() {
    if (operation.dialect() == SimulatedDialect.CHAT) {
      return prompt();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode message : body.path("messages")) {
      text.append(text(message.path("content")));
      text.append(message.path("reasoning_content").asText(""));
      message
          .path("tool_calls")
          .forEach(call -> text.append(call.at("/function/arguments").asText("")));
    }
    body.path("tools").forEach(tool -> text.append(tool.path("function")));
    return text.toString();
  }

  /** How many answers the caller wants, from 1 to 128. */
  int choices() {
    boolean many = operation != SimulatedOperation.EMBEDDING && body.path("n").canConvertToInt();
    return many ? Math.min(MOST_CHOICES, Math.max(1, body.path("n").intValue())) : 1;
  }

  /**
   * The function to be called, an object with a name and maybe parameters, or {@code null} if the
   * answer is to be text: one that the caller insists on, else the first, until it was answered.
   */
  JsonNode function() {
    JsonNode choice = body.path("tool_choice");
    JsonNode named = choice.at("/function/name");
    if (named.isMissingNode()) {
      named = choice.at("/allowed_tools/tools/0/function/name");
    }
    String mode = choice.asText(choice.at("/allowed_tools/mode").asText("auto"));
    boolean insists = mode.equals("required") || choice.has("function");
    if (mode.equals("none") || (!insists && answersTool())) {
      return null;
    }
    String name = named.asText(null);
    return elements(body.path("tools"))
        .map(tool -> tool.path("function"))
        .filter(function -> function.hasNonNull("name"))
        .filter(function -> name == null || function.path("name").asText().equals(name))
        .findFirst()
        .orElse(null);
  }

  private boolean answersTool() {
    JsonNode messages = body.path("messages");
    return messages.path(messages.size() - 1).path("role").asText("").equals("tool");
  }

  /** The schema that the text of the answer must fit, or {@code null} for plain text. */
  JsonNode schema() {
    JsonNode format = operation.converses() ? body.path("response_format") : SimulatorJson.object();
    return switch (format.path("type").asText("")) {
      case "json_object" -> SimulatorJson.object().put("type", "object");
      case "json_schema" -> {
        JsonNode schema = format.at("/json_schema/schema");
        yield schema.isMissingNode() ? SimulatorJson.object().put("type", "object") : schema;
      }
      default -> null;
    };
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
          case COMPLETION -> "prompt";
          case EMBEDDING -> "input";
          default -> "messages";
        };
    boolean present =
        operation == SimulatedOperation.CHAT ? !body.path(field).isEmpty() : body.hasNonNull(field);
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
