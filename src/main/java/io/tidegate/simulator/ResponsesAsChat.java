package io.tidegate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The chat that asks the same as a request in Responses. */
final class ResponsesAsChat {
  private ResponsesAsChat() {}

  static ObjectNode of(JsonNode body) {
    ObjectNode chat = SimulatorJson.object();
    chat.set("model", body.path("model"));
    chat.set("stream", body.path("stream"));
    chat.set("max_tokens", body.path("max_output_tokens"));
    if (body.at("/reasoning/effort").asText("").equals("none")) {
      chat.putObject("thinking").put("type", "disabled");
    }
    messages(chat.putArray("messages"), body);
    ArrayNode tools = chat.putArray("tools");
    for (JsonNode tool : body.path("tools")) {
      if (tool.path("type").asText("").equals("function")) {
        ObjectNode named = tools.addObject().put("type", "function").putObject("function");
        named.set("name", tool.path("name"));
        named.set("parameters", tool.path("parameters"));
      }
    }
    chat.set("tool_choice", choice(body.path("tool_choice")));
    JsonNode format = body.at("/text/format");
    if (format.isObject()) {
      ObjectNode wanted = chat.putObject("response_format");
      wanted.set("type", format.path("type"));
      wanted.putObject("json_schema").set("schema", format.path("schema"));
    }
    return chat;
  }

  private static void messages(ArrayNode messages, JsonNode body) {
    if (body.path("instructions").isTextual()) {
      messages.addObject().put("role", "system").set("content", body.path("instructions"));
    }
    if (body.path("input").isTextual()) {
      messages.addObject().put("role", "user").set("content", body.path("input"));
      return;
    }
    for (JsonNode item : body.path("input")) {
      ObjectNode message = messages.addObject();
      switch (item.path("type").asText("message")) {
        case "function_call" -> {
          message.put("role", "assistant");
          ObjectNode call = message.putArray("tool_calls").addObject().putObject("function");
          call.set("name", item.path("name"));
          call.set("arguments", item.path("arguments"));
        }
        case "function_call_output" ->
            message.put("role", "tool").set("content", item.path("output"));
        case "reasoning" -> message.put("role", "assistant").set("content", item.path("content"));
        default -> {
          message.put("role", item.path("role").asText("user"));
          message.set("content", item.path("content"));
        }
      }
    }
  }

  private static JsonNode choice(JsonNode choice) {
    if (!choice.isObject()) {
      return choice;
    }
    ObjectNode wanted = SimulatorJson.object().put("type", choice.path("type").asText(""));
    if (choice.has("name")) {
      wanted.putObject("function").set("name", choice.path("name"));
    }
    if (choice.has("tools")) {
      ObjectNode allowed = wanted.putObject("allowed_tools");
      allowed.set("mode", choice.path("mode"));
      ArrayNode tools = allowed.putArray("tools");
      for (JsonNode tool : choice.path("tools")) {
        tools.addObject().putObject("function").set("name", tool.path("name"));
      }
    }
    return wanted;
  }
}
