package io.tidegate.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One choice of a plain answer while it is put together from chunks. */
final class GrowingChoice {

  /** Members of a message that grow. */
  private static final List<String> TEXTS = List.of("content", "reasoning_content", "reasoning");

  private final int index;
  private final ObjectNode choice = Json.object();
  private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
  private final Fragments message = new Fragments();
  private final SortedMap<Integer, Fragments> calls = new TreeMap<>();
  private ObjectNode logprobs;
  private final List<JsonNode> messages = new ArrayList<>();
  private boolean chat;
  private boolean said;

  /** Whether a chunk that says nothing in its message gave the reason to stop, last of all. */
  private boolean endedApart;

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
        case "message" -> whole(value);
        case "finish_reason" -> Overlay.put(choice, "finish_reason", value);
        case "logprobs" -> logprobs(value);
        default -> member(member.getKey(), value);
      }
    }
    if (!part.path("finish_reason").asText("").isEmpty()) {
      endedApart = !says(part.path("message"));
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
    said = said || says(delta);
    for (Map.Entry<String, JsonNode> member : delta.properties()) {
      if (member.getKey().equals("tool_calls") && !member.getValue().isEmpty()) {
        calls(member.getValue());
      } else {
        message.add(member.getKey(), member.getValue());
      }
    }
  }

  /** Some nodes send a message beside the deltas, or in their place. */
  private void whole(JsonNode message) {
    chat = true;
    if (says(message)) {
      messages.add(message);
    }
  }

  private static boolean says(JsonNode message) {
    return message.properties().stream().anyMatch(GrowingChoice::tells);
  }

  private static boolean tells(Map.Entry<String, JsonNode> member) {
    return !member.getKey().equals("role") && !Overlay.nothing(member.getValue());
  }

  /** The members of {@code message} that say something, but for whose it is. */
  private static Set<Map.Entry<String, JsonNode>> telling(JsonNode message) {
    return message.properties().stream().filter(GrowingChoice::tells).collect(Collectors.toSet());
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
  ObjectNode object() throws IOException {
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

  /** What the deltas say, which alone clients read, or if they say nothing the messages. */
  private ObjectNode message() throws IOException {
    if (!said && !messages.isEmpty()) {
      return areSnapshots() ? last() : joined();
    }
    ObjectNode object = Json.object().put("role", "assistant").putNull("content");
    object.setAll(message.object());
    if (!calls.isEmpty()) {
      ArrayNode list = object.putArray("tool_calls");
      calls.values().forEach(call -> list.add(call.object()));
    }
    return object;
  }

  /**
   * Whether each message is the one before and perhaps more, and not the piece behind it.
   *
   * <p>Where all are the same text ({@code ha} and {@code ha}) it may be said once or twice. Then
   * who repeats all that it has said repeats the role, too, and says it once more with the reason
   * to stop. If neither speaks for pieces nobody can know; one word that comes again with its end
   * is more likely than a text of nothing but repetitions. Counts of tokens decide nothing: a piece
   * is not a token, and some nodes count the end, too.
   */
  private boolean areSnapshots() {
    for (int at = 1; at < messages.size(); at++) {
      for (String text : TEXTS) {
        String before = messages.get(at - 1).path(text).asText("");
        if (!messages.get(at).path(text).asText("").startsWith(before)) {
          return false;
        }
      }
    }
    boolean indexed =
        messages.stream()
            .flatMap(each -> StreamSupport.stream(each.path("tool_calls").spliterator(), false))
            .anyMatch(call -> call.has("index"));
    return !indexed && !arePiecesOfOneText();
  }

  /** Whether all messages are the same text, and by further signs pieces of a longer one. */
  private boolean arePiecesOfOneText() {
    JsonNode first = messages.get(0);
    JsonNode last = messages.get(messages.size() - 1);
    boolean roleGone = first.hasNonNull("role") && !last.hasNonNull("role");
    if (messages.size() == 1 || !(roleGone || endedApart)) {
      return false;
    }
    Set<Map.Entry<String, JsonNode>> text = telling(first);
    return text.stream().allMatch(member -> isText(member.getKey(), member.getValue()))
        && messages.stream().allMatch(each -> telling(each).equals(text));
  }

  private static boolean isText(String name, JsonNode value) {
    return TEXTS.contains(name) && value.isTextual();
  }

  private ObjectNode last() {
    ObjectNode object = Json.object().put("role", "assistant").putNull("content");
    return object.setAll((ObjectNode) messages.get(messages.size() - 1));
  }

  private ObjectNode joined() throws IOException {
    GrowingChoice pieces = new GrowingChoice(index);
    for (JsonNode piece : messages) {
      pieces.delta(piece);
    }
    return pieces.message();
  }
}
