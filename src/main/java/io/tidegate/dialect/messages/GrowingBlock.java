package io.tidegate.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.formats.Json;
import io.tidegate.upstream.reading.PartialJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** One block of a message while its deltas come. */
final class GrowingBlock {

  private final ObjectNode block;
  private final Map<String, StringBuilder> texts = new HashMap<>();
  private final StringBuilder input = new StringBuilder();
  private boolean ended;

  /** A block that begins as {@code block}, which it changes. */
  GrowingBlock(ObjectNode block) {
    this.block = block;
  }

  /**
   * Adds {@code delta}.
   *
   * @throws IOException if it is of a kind that we do not know, or comes behind the block's end
   */
  void add(JsonNode delta) throws IOException {
    String type = delta.path("type").asText("");
    if (ended) {
      throw new IOException("a block goes on behind its end");
    }
    switch (type) {
      case "text_delta" -> text("text", delta);
      case "thinking_delta" -> text("thinking", delta);
      case "input_json_delta" -> input.append(delta.path("partial_json").asText(""));
      case "signature_delta" -> block.set("signature", delta.path("signature"));
      case "citations_delta" -> citations().add(delta.path("citation"));
      default -> throw new IOException("a delta of a kind that we do not know");
    }
  }

  private void text(String name, JsonNode delta) {
    texts
        .computeIfAbsent(name, first -> new StringBuilder(block.path(name).asText("")))
        .append(delta.path(name).asText(""));
  }

  private ArrayNode citations() {
    return block.get("citations") instanceof ArrayNode list ? list : block.putArray("citations");
  }

  /** Nothing more belongs to it. */
  void end() {
    ended = true;
  }

  /**
   * The block.
   *
   * @param cut whether the message was cut at its bound, so that an input may break off
   * @throws IOException if it has not ended, or the input of its tool is no JSON object
   */
  ObjectNode whole(boolean cut) throws IOException {
    if (!ended) {
      throw new IOException("a block has no end");
    }
    texts.forEach((name, text) -> block.put(name, text.toString()));
    if (!input.isEmpty()) {
      block.set("input", input(cut));
    } else if (block.path("type").asText("").endsWith("tool_use") && !block.has("input")) {
      block.putObject("input");
    }
    return block;
  }

  private ObjectNode input(boolean cut) throws IOException {
    try {
      return Json.read(input.toString().getBytes(UTF_8));
    } catch (IOException broken) {
      if (cut && PartialJson.read(input.toString()) instanceof ObjectNode part) {
        return part;
      }
      throw broken;
    }
  }
}
