package io.tidegate.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.NamedEvents;
import io.tidegate.formats.Json;
import io.tidegate.upstream.reading.Emptiness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The stream that makes a plain message: what each block holds in one delta. For one message. */
final class MessageStream {

  private final ByteArrayOutputStream events = new ByteArrayOutputStream(1024);
  private int index;

  private MessageStream() {}

  /**
   * The events that make {@code plain}.
   *
   * @throws IOException if it did not come to an end, or a block has another form
   */
  static byte[] of(ObjectNode plain) throws IOException {
    if (!plain.path("stop_reason").isTextual() || Emptiness.tells(plain.get("error"))) {
      throw new IOException("the message has no end");
    }
    MessageStream stream = new MessageStream();
    stream.write(event("message_start").set("message", start(plain)));
    for (JsonNode block : plain.path("content")) {
      if (!(block instanceof ObjectNode object)) {
        throw new IOException("a block is not an object");
      }
      stream.block(object);
      stream.index++;
    }
    ObjectNode end = Json.object();
    end.set("stop_reason", plain.get("stop_reason"));
    end.set("stop_sequence", plain.get("stop_sequence"));
    ObjectNode delta = event("message_delta").set("delta", end);
    stream.write(delta.set("usage", counted(plain)));
    stream.write(event("message_stop"));
    return stream.events.toByteArray();
  }

  /** Some SDKs die of a start in which one of these is missing. */
  private static ObjectNode start(ObjectNode plain) {
    ObjectNode start = Json.object();
    start.set("id", plain.get("id"));
    start.put("type", "message").put("role", "assistant").set("model", plain.get("model"));
    start.setAll(plain);
    start.putArray("content");
    start.putNull("stop_reason").putNull("stop_sequence");
    ObjectNode usage = counted(plain).deepCopy();
    start.set("usage", usage.put("output_tokens", 0));
    return start;
  }

  private static ObjectNode counted(ObjectNode plain) {
    return plain.get("usage") instanceof ObjectNode usage
        ? usage
        : Json.object().put("input_tokens", 0).put("output_tokens", 0);
  }

  private void block(ObjectNode block) throws IOException {
    ObjectNode start = block.deepCopy();
    ObjectNode[] deltas =
        switch (block.path("type").asText("")) {
          case "text" -> new ObjectNode[] {emptied(start, "text", "text_delta")};
          case "thinking" ->
              new ObjectNode[] {
                emptied(start, "thinking", "thinking_delta"),
                emptied(start, "signature", "signature_delta")
              };
          case "tool_use", "server_tool_use", "mcp_tool_use" -> new ObjectNode[] {input(start)};
          default -> new ObjectNode[0];
        };
    JsonNode citations = start.get("citations");
    if (citations instanceof ArrayNode) {
      start.putArray("citations");
    }
    write(at("content_block_start").set("content_block", start));
    for (ObjectNode delta : deltas) {
      delta(delta);
    }
    for (JsonNode citation : citations instanceof ArrayNode list ? list : Json.array()) {
      delta(event("citations_delta").set("citation", citation));
    }
    write(at("content_block_stop"));
  }

  /** The delta of the text {@code name}, which is empty in {@code start} then; null if it is. */
  private static ObjectNode emptied(ObjectNode start, String name, String type) {
    JsonNode text = start.path(name);
    if (!text.isTextual() || text.textValue().isEmpty()) {
      return null;
    }
    start.put(name, "");
    return event(type).set(name, text);
  }

  private static ObjectNode input(ObjectNode start) throws IOException {
    JsonNode input = start.get("input");
    start.putObject("input");
    if (Json.present(input) && !input.isObject()) {
      throw new IOException("the input of a tool is not an object");
    }
    ObjectNode object = Json.present(input) ? (ObjectNode) input : Json.object();
    String text = new String(Json.write(object), UTF_8);
    return event("input_json_delta").put("partial_json", text);
  }

  private void delta(ObjectNode delta) throws IOException {
    if (delta != null) {
      write(at("content_block_delta").set("delta", delta));
    }
  }

  private ObjectNode at(String type) {
    return event(type).put("index", index);
  }

  private static ObjectNode event(String type) {
    return Json.object().put("type", type);
  }

  private void write(ObjectNode event) throws IOException {
    NamedEvents.write(event, events);
  }
}
