package io.tidegate.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plain answer that the chunks of a stream make, put together as OpenAI's SDKs do it.
 *
 * <p>Choices and tool calls are joined by their index. Texts in a choice or a delta are joined,
 * those of members that we do not know too; of all else, and of the members beside the choices, the
 * last that is not null counts.
 */
final class Accumulated {

  private final Fragments answer = new Fragments();
  private final SortedMap<Integer, GrowingChoice> choices = new TreeMap<>();

  private Accumulated() {}

  /**
   * The answer that {@code chunks} make.
   *
   * @throws IOException if a part of a chunk does not say where it belongs
   */
  static ObjectNode of(List<Events.Chunk> chunks) throws IOException {
    Accumulated accumulated = new Accumulated();
    for (Events.Chunk chunk : chunks) {
      accumulated.add(chunk.json());
    }
    return accumulated.object();
  }

  private void add(ObjectNode chunk) throws IOException {
    for (Map.Entry<String, JsonNode> member : chunk.properties()) {
      switch (member.getKey()) {
        case "choices" -> choices(member.getValue());
        case "obfuscation" -> {} // hides the length of one chunk, and belongs to it alone
        default -> answer.replace(member.getKey(), member.getValue());
      }
    }
  }

  private void choices(JsonNode parts) throws IOException {
    for (JsonNode part : parts) {
      choices.computeIfAbsent(GrowingChoice.index(part), GrowingChoice::new).add(part);
    }
  }

  private ObjectNode object() {
    ObjectNode object = answer.object();
    if (Streamed.CHUNK.equals(object.path("object").textValue())) {
      object.put("object", Streamed.PLAIN);
    }
    JsonNode usage = object.remove("usage");
    ArrayNode list = object.putArray("choices");
    choices.values().forEach(choice -> list.add(choice.object()));
    if (Json.present(usage)) {
      object.set("usage", usage);
    }
    return object;
  }
}
