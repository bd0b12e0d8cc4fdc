package io.tidegate.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.NamedEvents;
import io.tidegate.formats.Json;
import io.tidegate.upstream.reading.Emptiness;
import io.tidegate.upstream.reading.FinishReasons;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plain answer that a stream makes: the response in its last event, and where some nodes leave
 * out its output, the items that came before. For one stream.
 */
final class ResponseFold {

  private final SortedMap<Integer, JsonNode> items = new TreeMap<>();
  private ObjectNode response;

  private ResponseFold() {}

  /**
   * The answer that {@code stream} makes.
   *
   * @throws IOException if it is not whole, or failed
   */
  static ObjectNode of(byte[] stream) throws IOException {
    ResponseFold fold = new ResponseFold();
    NamedEvents.read(stream, fold::take);
    if (fold.response == null) {
      throw new IOException("the stream was cut");
    }
    return fold.whole();
  }

  private void take(String type, ObjectNode data) throws IOException {
    if (response != null) {
      throw new IOException("the stream goes on behind its end");
    }
    if (type.equals("response.output_item.done")) {
      item(data);
    } else if (ResponseEventReader.ends(type)) {
      end(type, data);
    } else if (Emptiness.tells(data.get("error"))) {
      throw new IOException("the stream holds an error");
    }
  }

  private void item(ObjectNode data) throws IOException {
    JsonNode index = data.path("output_index");
    if (!data.path("item").isObject() || !index.isInt()) {
      throw new IOException("an item of a stream does not say where it belongs");
    }
    items.put(index.intValue(), data.get("item"));
  }

  private void end(String type, ObjectNode data) throws IOException {
    boolean good =
        !FinishReasons.gaveUp(type)
            && !Emptiness.tells(data.get("error"))
            && data.get("response") instanceof ObjectNode whole
            && !Emptiness.tells(whole.get("error"))
            && !FinishReasons.gaveUp(whole.path("status").textValue())
            && !FinishReasons.gaveUp(whole.path("incomplete_details").path("reason").textValue());
    if (!good) {
      throw new IOException("the stream holds an error");
    }
    response = (ObjectNode) data.get("response");
  }

  private ObjectNode whole() {
    if (response.path("output").isEmpty() && !items.isEmpty()) {
      ArrayNode output = response.putArray("output");
      items.values().forEach(output::add);
    }
    return response;
  }

  /** Whether {@code plain} came to its end by itself, and says something that holds for all. */
  static boolean complete(ObjectNode plain) {
    boolean said = false;
    for (JsonNode item : plain.path("output")) {
      // Only the account that made them can read them.
      if (Json.present(item.get("encrypted_content"))) {
        return false;
      }
      said |= says(item);
    }
    return said
        && !Emptiness.tells(plain.get("error"))
        && ResponseMembers.COMPLETED.equals(plain.path("status").textValue());
  }

  /** An empty text is a known fault of models that write JSON, and the next answer may be good. */
  private static boolean says(JsonNode item) {
    String type = item.path("type").asText("");
    if (!type.equals("message")) {
      return !type.isEmpty() && !type.equals("reasoning");
    }
    boolean said = false;
    for (JsonNode part : item.path("content")) {
      said |= !part.path("text").asText("").isEmpty() || !part.path("refusal").asText("").isEmpty();
    }
    return said;
  }
}
