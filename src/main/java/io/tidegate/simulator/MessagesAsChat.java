package io.tidegate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The chat that asks the same as a request in Messages. */
final class MessagesAsChat {
  private MessagesAsChat() {}

  static ObjectNode of(JsonNode body) {
    ObjectNode chat = SimulatorJson.object();
    chat.set("model", body.path("model"));
    chat.set("stream", body.path("stream"));
    chat.set("max_tokens", body.path("max_tokens"));
    chat.set("thinking", body.path("thinking"));
    ArrayNode messages = chat.putArray("messages");
    if (body.has("system")) {
      messages.addObject().put("role", "system").set("content", body.path("system"));
    }
    body.path("messages").forEach(message -> add(messages, message));
    ArrayNode tools = chat.putArray("tools");
    for (JsonNode tool : body.path("tools")) {
      if (tool.has("input_schema")) {
        ObjectNode named = tools.addObject().put("type", "function").putObject("function");
        named.set("name", tool.path("name"));
        named.set("parameters", tool.path("input_schema"));
      }
    }
    chat.set("tool_choice", choice(body.path("tool_choice")));
    JsonNode format = body.at("/output_config/format");
    if (format.isObject()) {
      ObjectNode wanted = chat.putObject("response_format");
      wanted.set("type", format.path("type"));
      wanted.putObject("json_schema").set("schema", format.path("schema"));
    }
    return chat;
  }

  /** Results of tools are blocks of the user's message here, and messages of their own in chat. */
  private static void add(ArrayNode messages, JsonNode message) {
    JsonNode content = message.path("content");
    String role = message.path("role").asText("");
    if (!content.isArray()) {
      messages.addObject().put("role", role).set("content", content);
      return;
    }
    ObjectNode said = SimulatorJson.object().put("role", role);
    ArrayNode texts = said.putArray("content");
    ArrayNode calls = SimulatorJson.object().putArray("tool_calls");
    StringBuilder thoughts = new StringBuilder();
    ArrayNode results = SimulatorJson.object().putArray("results");
    for (JsonNode block : content) {
      switch (block.path("type").asText("")) {
        case "text" -> texts.add(block);
        case "thinking" -> thoughts.append(block.path("thinking").asText(""));
        case "tool_use" -> {
          ObjectNode call = calls.addObject().putObject("function");
          call.set("name", block.path("name"));
          call.put("arguments", block.path("input").toString());
        }
        case "tool_result" ->
            results.addObject().put("role", "tool").set("content", block.path("content"));
        default -> {}
      }
    }
    if (results.isEmpty() || !texts.isEmpty()) {
      said.put("reasoning_content", thoughts.toString()).set("tool_calls", calls);
      messages.add(said);
    }
    messages.addAll(results);
  }

  private static JsonNode choice(JsonNode choice) {
    String type = choice.path("type").asText("auto");
    if (type.equals("tool")) {
      ObjectNode wanted = SimulatorJson.object().put("type", "function");
      wanted.putObject("function").set("name", choice.path("name"));
      return wanted;
    }
    return SimulatorJson.object().textNode(type.equals("any") ? "required" : type);
  }
}
