package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One item of a response's output.
 *
 * @param kind what it is
 * @param id its id
 * @param pieces its text or its arguments, token by token
 * @param tool the tool that it calls, or {@code null}
 */
record ResponseItem(Kind kind, String id, List<String> pieces, ToolCall tool) {

  /** The kinds of items, with the names of their texts in events. */
  enum Kind {
    REASONING("reasoning", "reasoning_text"),
    MESSAGE("message", "output_text"),
    FUNCTION_CALL("function_call", "function_call_arguments");

    private final String type;
    private final String text;

    Kind(String type, String text) {
      this.type = type;
      this.text = text;
    }

    /** The name of the events about its text. */
    String text() {
      return text;
    }
  }

  /** The items that {@code reply} makes in the response {@code id}. */
  static List<ResponseItem> of(SimulatedReply reply, String id) {
    List<ResponseItem> items = new ArrayList<>();
    if (!reply.reasoning().isEmpty()) {
      items.add(new ResponseItem(Kind.REASONING, "rs_" + id, reply.reasoning(), null));
    }
    if (reply.tool() != null) {
      items.add(new ResponseItem(Kind.FUNCTION_CALL, "fc_" + id, reply.pieces(), reply.tool()));
    } else if (!reply.pieces().isEmpty()) {
      items.add(new ResponseItem(Kind.MESSAGE, "msg_" + id, reply.pieces(), null));
    }
    return items;
  }

  String text() {
    return String.join("", pieces);
  }

  /** Whether its text is a part of its content. */
  boolean hasPart() {
    return kind != Kind.FUNCTION_CALL;
  }

  /** The item at its beginning, without text. */
  ObjectNode begun() {
    return json("in_progress", "");
  }

  /** The whole item. */
  ObjectNode whole(String status) {
    return json(status, text());
  }

  /** The part of the content that {@code text} is. */
  ObjectNode part(String text) {
    ObjectNode part = SimulatorJson.object().put("type", kind.text).put("text", text);
    if (kind == Kind.MESSAGE) {
      part.putArray("annotations");
      part.putArray("logprobs");
    }
    return part;
  }

  private ObjectNode json(String status, String text) {
    ObjectNode item =
        SimulatorJson.object().put("type", kind.type).put("id", id).put("status", status);
    switch (kind) {
      case FUNCTION_CALL ->
          item.put("call_id", tool.id()).put("name", tool.name()).put("arguments", text);
      case MESSAGE -> content(item.put("role", "assistant"), text);
      case REASONING -> {
        item.putArray("summary");
        content(item, text);
      }
    }
    return item;
  }

  private void content(ObjectNode item, String text) {
    var content = item.putArray("content");
    if (!text.isEmpty()) {
      content.add(part(text));
    }
  }
}
