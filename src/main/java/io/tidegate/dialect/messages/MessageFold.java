package io.tidegate.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.NamedEvents;
import io.tidegate.formats.Json;
import io.tidegate.upstream.reading.Emptiness;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plain message that a stream makes, put together as Anthropic's SDKs do it. For one stream.
 *
 * <p>Events that nobody knows are left out, as those SDKs leave them; not so deltas, without which
 * the message would not be whole.
 */
final class MessageFold {

  private final SortedMap<Integer, GrowingBlock> blocks = new TreeMap<>();
  private ObjectNode message;
  private boolean stopped;
  private boolean over;

  private MessageFold() {}

  /**
   * The message that {@code stream} makes.
   *
   * @throws IOException if it is not whole, tells of an error, or has parts that we do not know
   */
  static ObjectNode of(byte[] stream) throws IOException {
    MessageFold fold = new MessageFold();
    NamedEvents.read(stream, fold::take);
    if (!fold.over) {
      throw new IOException("the stream was cut");
    }
    return fold.whole();
  }

  private void take(String type, ObjectNode data) throws IOException {
    if (type.equals("ping")) {
      return;
    }
    if (over) {
      throw new IOException("the stream goes on behind its end");
    }
    if (type.equals("error") || Emptiness.tells(data.get("error"))) {
      throw new IOException("the stream holds an error");
    }
    switch (type) {
      case "message_start" -> start(data);
      case "content_block_start" -> block(data);
      case "content_block_delta" -> known(data).add(data.path("delta"));
      case "content_block_stop" -> known(data).end();
      case "message_delta" -> delta(data);
      case "message_stop" -> stop();
      default -> {}
    }
  }

  private void start(ObjectNode data) throws IOException {
    if (message != null || !(data.get("message") instanceof ObjectNode begun)) {
      throw new IOException("the stream has no start, or two");
    }
    message = begun;
  }

  private void block(ObjectNode data) throws IOException {
    JsonNode index = data.path("index");
    if (!index.isInt() || !(data.get("content_block") instanceof ObjectNode block)) {
      throw new IOException("a block does not say where it belongs");
    }
    if (blocks.put(index.intValue(), new GrowingBlock(block)) != null) {
      throw new IOException("two blocks have the same index");
    }
  }

  private GrowingBlock known(ObjectNode data) throws IOException {
    GrowingBlock block = data.path("index").isInt() ? blocks.get(data.get("index").asInt()) : null;
    if (block == null) {
      throw new IOException("a part belongs to no block");
    }
    return block;
  }

  private void delta(ObjectNode data) throws IOException {
    if (message == null) {
      throw new IOException("the stream has no start");
    }
    for (Map.Entry<String, JsonNode> member : data.path("delta").properties()) {
      message.set(member.getKey(), member.getValue());
    }
    stopped |= data.path("delta").path("stop_reason").isTextual();
    ObjectNode usage =
        message.get("usage") instanceof ObjectNode known ? known : message.putObject("usage");
    for (Map.Entry<String, JsonNode> member : data.path("usage").properties()) {
      if (Json.present(member.getValue())) {
        usage.set(member.getKey(), member.getValue());
      }
    }
    if (Json.present(data.get("context_management"))) {
      message.set("context_management", data.get("context_management"));
    }
  }

  private void stop() throws IOException {
    if (message == null || !stopped) {
      throw new IOException("the message does not say why it stopped");
    }
    over = true;
  }

  private ObjectNode whole() throws IOException {
    boolean cut = message.path("stop_reason").asText("").equals("max_tokens");
    ArrayNode content = Json.array();
    for (GrowingBlock block : blocks.values()) {
      content.add(block.whole(cut));
    }
    message.set("content", content);
    return message;
  }
}
