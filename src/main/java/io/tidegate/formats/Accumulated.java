package io.tidegate.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plain answer that the chunks of a stream make, put together as OpenAI's SDKs do it, but for
 * what they do not know, of which most keep only the last piece.
 *
 * <p>Choices and tool calls are joined by their index, deltas by {@link Fragments}; what stands
 * beside them is laid over what stood there before.
 */
public final class Accumulated {

  private final ObjectNode answer = Json.object();
  private final SortedMap<Integer, GrowingChoice> choices = new TreeMap<>();

  private Accumulated() {}

  /**
   * The answer that {@code chunks} make.
   *
   * @throws IOException if a part of a chunk does not say where it belongs, or does not fit there
   */
  public static ObjectNode of(List<Events.Chunk> chunks) throws IOException {
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
        case "usage" -> usage(member.getValue());
        default -> Overlay.put(answer, member.getKey(), member.getValue());
      }
    }
  }

  /** Some nodes count on from chunk to chunk: the last one counts. */
  private void usage(JsonNode counted) {
    if (Json.present(counted) || !answer.has("usage")) {
      answer.set("usage", counted);
    }
  }

  private void choices(JsonNode parts) throws IOException {
    for (JsonNode part : parts) {
      choices.computeIfAbsent(GrowingChoice.index(part), GrowingChoice::new).add(part);
    }
  }

  private ObjectNode object() throws IOException {
    ObjectNode object = answer;
    if (Streamed.CHUNK.equals(object.path("object").textValue())) {
      object.put("object", Streamed.PLAIN);
    }
    JsonNode usage = object.remove("usage");
    ArrayNode list = object.putArray("choices");
    for (GrowingChoice choice : choices.values()) {
      list.add(choice.object());
    }
    if (Json.present(usage)) {
      object.set("usage", usage);
    }
    return object;
  }
}
