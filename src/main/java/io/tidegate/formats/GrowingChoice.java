package io.tidegate.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One choice of a plain answer while it is put together from chunks. */
final class GrowingChoice {

  private final int index;
  private final ObjectNode choice = Json.object();
  private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
  private final Fragments message = new Fragments();
  private final SortedMap<Integer, Fragments> calls = new TreeMap<>();
  private ObjectNode logprobs;
  private Fragments snapshot = new Fragments();
  private boolean chat;
  private boolean said;
  private boolean told;

  GrowingChoice(int index) {
    this.index = index;
  }

  /** The {@code index} of a choice or of a tool call. */
  static int index(JsonNode part) throws IOException {
    JsonNode index = part.get("index");
    if (index == null || !index.isInt()) {
      throw new IOException("a part of a stream does not say where it belongs");
    }
    return index.intValue();
  }

  /** Adds what one chunk tells of this choice. */
  void add(JsonNode part) throws IOException {
    for (Map.Entry<String, JsonNode> member : part.properties()) {
      JsonNode value = member.getValue();
      switch (member.getKey()) {
        case "index" -> {}
        case "delta" -> delta(value);
        case "message" -> snapshot(value);
        case "finish_reason" -> Overlay.put(choice, "finish_reason", value);
        case "logprobs" -> logprobs(value);
        default -> member(member.getKey(), value);
      }
    }
  }

  /** Texts go on, unless a node says the same with each chunk; so do numbers, as ids of tokens. */
  private void member(String name, JsonNode value) {
    if (isNumbers(value) && (!choice.has(name) || choice.get(name).isArray())) {
      choice.withArray(name).addAll((ArrayNode) value);
      return;
    }
    if (!value.isTextual()) {
      Overlay.put(choice, name, value);
      return;
    }
    StringBuilder text = texts.get(name);
    boolean again =
        text != null && !name.equals("text") && text.toString().equals(value.textValue());
    if (!again) {
      texts.computeIfAbsent(name, first -> new StringBuilder()).append(value.textValue());
    }
    choice.put(name, "");
  }

  private static boolean isNumbers(JsonNode value) {
    return value.isArray() && !value.isEmpty() && value.get(0).isNumber();
  }

  private void delta(JsonNode delta) throws IOException {
    chat = true;
    said |= says(delta);
    for (Map.Entry<String, JsonNode> member : delta.properties()) {
      if (member.getKey().equals("tool_calls") && !member.getValue().isEmpty()) {
        calls(member.getValue());
      } else {
        message.add(member.getKey(), member.getValue());
      }
    }
  }

  /**
   * The message as far as it has come, which some nodes send beside the deltas or at the end; of
   * nodes that send no delta it may as well be a piece, which does not begin as what came before.
   */
  private void snapshot(JsonNode message) throws IOException {
    chat = true;
    if (snapshot.goesOn("content", message.path("content").asText(""))) {
      snapshot = new Fragments();
    }
    snapshot.addAll(message);
    told |= says(message);
  }

  private static boolean says(JsonNode message) {
    return message.properties().stream()
        .filter(member -> !member.getKey().equals("role"))
        .map(Map.Entry::getValue)
        .anyMatch(value -> !Overlay.nothing(value));
  }

  private void calls(JsonNode fragments) throws IOException {
    for (JsonNode fragment : fragments) {
      Fragments call = calls.computeIfAbsent(index(fragment), unknown -> new Fragments());
      String id = fragment.path("id").asText("");
      if (!id.isEmpty() && !call.text("id").isEmpty() && !id.equals(call.text("id"))) {
        throw new IOException("two calls of tools have the same index");
      }
      for (Map.Entry<String, JsonNode> member : fragment.properties()) {
        if (!member.getKey().equals("index")) {
          call.add(member.getKey(), member.getValue());
        }
      }
    }
  }

  /** Lists, one for each kind of text, that each chunk continues. */
  private void logprobs(JsonNode more) {
    if (!more.isObject()) {
      Overlay.put(choice, "logprobs", more);
      return;
    }
    logprobs = logprobs == null ? Json.object() : logprobs;
    for (Map.Entry<String, JsonNode> member : more.properties()) {
      if (member.getValue() instanceof ArrayNode list) {
        known(member.getKey()).addAll(list);
      } else if (!member.getValue().isNull() || !logprobs.has(member.getKey())) {
        logprobs.set(member.getKey(), member.getValue());
      }
    }
  }

  private ArrayNode known(String name) {
    return logprobs.get(name) instanceof ArrayNode list ? list : logprobs.putArray(name);
  }

  /** The choice so far. */
  ObjectNode object() {
    ObjectNode object = Json.object().put("index", index);
    if (chat) {
      object.set("message", message());
    }
    object.setAll(choice);
    texts.forEach((name, text) -> object.put(name, text.toString()));
    if (logprobs != null) {
      object.set("logprobs", logprobs);
    }
    return object;
  }

  /** What the deltas say, which alone clients read, or if they say nothing the snapshot. */
  private ObjectNode message() {
    ObjectNode object = Json.object().put("role", "assistant").putNull("content");
    if (told && !said) {
      return object.setAll(snapshot.object());
    }
    object.setAll(message.object());
    if (!calls.isEmpty()) {
      ArrayNode list = object.putArray("tool_calls");
      calls.values().forEach(call -> list.add(call.object()));
    }
    return object;
  }
}
