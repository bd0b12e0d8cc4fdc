package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The events of one stream. The part that every chunk repeats is written once, because making
 * chunks is most of the work of a fast node.
 */
final class Chunks {
  private static final String NO_REASON = "null";

  private final String before;
  private final String after;
  private final boolean chat;
  private final int choices;

  Chunks(SimulatedCall call) {
    choices = call.request().choices();
    chat = call.request().operation() == SimulatedOperation.CHAT;
    String object = chat ? "chat.completion.chunk" : "text_completion";
    String envelope = call.identity().json(object).toString();
    before = "data: " + envelope.substring(0, envelope.length() - 1) + ",\"choices\":[";
    after = call.request().includeUsage() ? "],\"usage\":null}\n\n" : "]}\n\n";
  }

  static String error(ObjectNode error) {
    return "data: " + error + "\n\n";
  }

  static String done() {
    return "data: [DONE]\n\n";
  }

  /** The chunk that opens a chat; its delta tells what kind of text follows first. */
  String opening(SimulatedReply reply) {
    String content = reply.tool() == null && reply.reasoning().isEmpty() ? "\"\"" : "null";
    String reasoning = reply.reasoning().isEmpty() ? "" : ",\"reasoning_content\":\"\"";
    return delta("{\"role\":\"assistant\",\"content\":" + content + reasoning + "}", NO_REASON);
  }

  String reasoning(String piece) {
    return delta("{\"reasoning_content\":" + SimulatorJson.quoted(piece) + "}", NO_REASON);
  }

  String content(String piece) {
    return chat
        ? delta("{\"content\":" + SimulatorJson.quoted(piece) + "}", NO_REASON)
        : text(piece, NO_REASON);
  }

  /** A fragment of a tool call; only the first carries the tool. */
  String arguments(ToolCall tool, boolean first, String piece) {
    String id =
        first ? ",\"id\":" + SimulatorJson.quoted(tool.id()) + ",\"type\":\"function\"" : "";
    String name = first ? "\"name\":" + SimulatorJson.quoted(tool.name()) + "," : "";
    String function = "{" + name + "\"arguments\":" + SimulatorJson.quoted(piece) + "}";
    return delta(
        "{\"tool_calls\":[{\"index\":0" + id + ",\"function\":" + function + "}]}", NO_REASON);
  }

  String finish(String reason) {
    String quoted = SimulatorJson.quoted(reason);
    return chat ? delta("{}", quoted) : text("", quoted);
  }

  String usage(TokenBill usage) {
    return before + "],\"usage\":" + usage.json() + "}\n\n";
  }

  private String delta(String delta, String reason) {
    return each("\"delta\":" + delta + tail(reason));
  }

  private String text(String text, String reason) {
    return each("\"text\":" + SimulatorJson.quoted(text) + tail(reason));
  }

  /** One chunk for each answer, all of which say the same. */
  private String each(String rest) {
    String first = before + "{\"index\":0," + rest;
    if (choices == 1) {
      return first;
    }
    StringBuilder all = new StringBuilder(first);
    for (int i = 1; i < choices; i++) {
      all.append(before).append("{\"index\":").append(i).append(',').append(rest);
    }
    return all.toString();
  }

  private String tail(String reason) {
    return ",\"logprobs\":null,\"finish_reason\":" + reason + "}" + after;
  }
}
