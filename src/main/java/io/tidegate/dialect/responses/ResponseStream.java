package io.tidegate.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.NamedEvents;
import io.tidegate.formats.Json;
import io.tidegate.upstream.reading.Emptiness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** The stream that makes a plain response: each text in one delta. For one response. */
final class ResponseStream {

  private static final String SEQUENCE = "sequence_number";

  /** What an item has only once it is done, and what stands in its place before. */
  private static final Map<String, JsonNode> UNDONE =
      Map.of(
          "content", Json.array(),
          "summary", Json.array(),
          "arguments", Json.object().textNode(""),
          "input", Json.object().textNode(""),
          "status", Json.object().textNode("in_progress"));

  private final ByteArrayOutputStream events = new ByteArrayOutputStream(1024);
  private int next;

  private ResponseStream() {}

  /**
   * The events that make {@code plain}.
   *
   * @throws IOException if it is not at its end, or its output has another form
   */
  static byte[] of(ObjectNode plain) throws IOException {
    String status = plain.path("status").asText(ResponseMembers.COMPLETED);
    if (!Set.of(ResponseMembers.COMPLETED, ResponseMembers.INCOMPLETE).contains(status)
        || Emptiness.tells(plain.get("error"))) {
      throw new IOException("the response has no end of its own");
    }
    ResponseStream stream = new ResponseStream();
    ObjectNode begun = begun(plain);
    stream.write(event("response.created").set("response", begun));
    stream.write(event("response.in_progress").set("response", begun));
    int index = 0;
    for (JsonNode item : plain.path("output")) {
      if (!(item instanceof ObjectNode object)) {
        throw new IOException("an item of output is not an object");
      }
      stream.item(object, index++);
    }
    stream.write(event("response." + status).set("response", plain));
    return stream.events.toByteArray();
  }

  private static ObjectNode begun(ObjectNode plain) {
    ObjectNode begun = plain.deepCopy().put("status", "in_progress");
    begun.putArray("output");
    for (String name : new String[] {"usage", "incomplete_details", "completed_at"}) {
      if (begun.has(name)) {
        begun.putNull(name);
      }
    }
    return begun;
  }

  private void item(ObjectNode item, int index) throws IOException {
    ObjectNode added = item.deepCopy();
    UNDONE.forEach(
        (name, before) -> {
          if (Json.present(added.get(name))
              && added.get(name).getNodeType() == before.getNodeType()) {
            added.set(name, before);
          }
        });
    write(event("response.output_item.added").put("output_index", index).set("item", added));
    Position position = new Position(item.path("id").asText("item_" + index), index);
    parts(position, "summary", "summary_index", item);
    parts(position, "content", "content_index", item);
    switch (item.path("type").asText("")) {
      case "function_call" -> argument(position, "function_call_arguments", "arguments", item);
      case "mcp_call" -> argument(position, "mcp_call_arguments", "arguments", item);
      case "custom_tool_call" -> argument(position, "custom_tool_call_input", "input", item);
      default -> {}
    }
    write(event("response.output_item.done").put("output_index", index).set("item", item));
  }

  /**
   * Where what an event tells of belongs.
   *
   * @param item the item's id
   * @param output its index in the output
   */
  private record Position(String item, int output) {

    ObjectNode event(String type) {
      return ResponseStream.event(type).put("item_id", item).put("output_index", output);
    }
  }

  private void argument(Position position, String name, String member, ObjectNode item)
      throws IOException {
    String text = item.path(member).asText("");
    if (!text.isEmpty()) {
      write(position.event("response." + name + ".delta").put("delta", text));
    }
    ObjectNode done = position.event("response." + name + ".done").put(member, text);
    if (item.has("name")) {
      done.set("name", item.get("name"));
    }
    write(done);
  }

  private void parts(Position position, String list, String indexName, ObjectNode item)
      throws IOException {
    boolean summary = list.equals("summary");
    int index = 0;
    for (JsonNode part : item.path(list)) {
      if (!(part instanceof ObjectNode object)) {
        throw new IOException("a part of an item is not an object");
      }
      String type = "response." + (summary ? "reasoning_summary_part" : "content_part");
      ObjectNode at = Json.object().put(indexName, index++);
      write(position.event(type + ".added").<ObjectNode>setAll(at).set("part", emptied(object)));
      part(position, at, object, summary);
      write(position.event(type + ".done").<ObjectNode>setAll(at).set("part", object));
    }
  }

  private static ObjectNode emptied(ObjectNode part) {
    ObjectNode emptied = part.deepCopy();
    for (String text : new String[] {"text", "refusal"}) {
      if (emptied.path(text).isTextual()) {
        emptied.put(text, "");
      }
    }
    for (String list : new String[] {"annotations", "logprobs"}) {
      if (emptied.path(list).isArray()) {
        emptied.putArray(list);
      }
    }
    return emptied;
  }

  private void part(Position position, ObjectNode at, ObjectNode part, boolean summary)
      throws IOException {
    String member = part.path("refusal").isTextual() ? "refusal" : "text";
    if (!part.path(member).isTextual()) {
      return;
    }
    String kind =
        switch (part.path("type").asText("")) {
          case "refusal" -> "response.refusal";
          case "reasoning_text" -> "response.reasoning_text";
          default -> summary ? "response.reasoning_summary_text" : "response.output_text";
        };
    ObjectNode delta = position.event(kind + ".delta").<ObjectNode>setAll(at);
    ObjectNode done = position.event(kind + ".done").<ObjectNode>setAll(at);
    if (kind.equals("response.output_text")) {
      JsonNode logprobs = part.path("logprobs").isArray() ? part.get("logprobs") : Json.array();
      delta.set("logprobs", logprobs);
      done.set("logprobs", logprobs);
    }
    if (!part.get(member).textValue().isEmpty()) {
      write(delta.set("delta", part.get(member)));
    }
    annotations(position, at, part);
    write(done.set(member, part.get(member)));
  }

  private void annotations(Position position, ObjectNode at, ObjectNode part) throws IOException {
    int index = 0;
    for (JsonNode annotation : part.path("annotations")) {
      ObjectNode added = position.event("response.output_text.annotation.added").setAll(at);
      write(added.put("annotation_index", index++).set("annotation", annotation));
    }
  }

  private static ObjectNode event(String type) {
    return Json.object().put("type", type);
  }

  private void write(ObjectNode event) throws IOException {
    NamedEvents.write(event.put(SEQUENCE, next++), events);
  }
}
