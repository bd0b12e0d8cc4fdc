package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The events of one answer in Messages. */
final class MessageEvents implements StreamEvents {
  private static final String PING = event("ping", SimulatorJson.object());

  private final SimulatedCall call;
  private final SimulatedReply reply;
  private int index = -1;

  MessageEvents(SimulatedCall call, SimulatedReply reply) {
    this.call = call;
    this.reply = reply;
  }

  @Override
  public String opening() {
    ObjectNode message = MessageBodies.empty(call).putNull("stop_reason").putNull("stop_sequence");
    ObjectNode usage = MessageBodies.usage(TokenBill.of(call, reply)).put("output_tokens", 1);
    message.set("usage", usage);
    ObjectNode start = SimulatorJson.object();
    start.set("message", message);
    String opening = event("message_start", start);
    if (!reply.reasoning().isEmpty()) {
      return opening + block(MessageBodies.thinking()) + PING;
    }
    boolean says = reply.tool() == null && reply.tokens() > 0;
    return says ? opening + block(MessageBodies.text()) + PING : opening + PING;
  }

  @Override
  public String token(int position) {
    int thoughts = reply.reasoning().size();
    if (position < thoughts) {
      return delta("thinking_delta", "thinking", reply.reasoning().get(position));
    }
    String piece = reply.pieces().get(position - thoughts);
    String before = position == thoughts ? begun() : "";
    return reply.tool() == null
        ? before + delta("text_delta", "text", piece)
        : before + delta("input_json_delta", "partial_json", piece);
  }

  /** What goes before the first piece of the text or of a tool's input. */
  private String begun() {
    String before = reply.reasoning().isEmpty() ? "" : close();
    if (reply.tool() != null) {
      return before
          + block(MessageBodies.toolUse(reply.tool()))
          + delta("input_json_delta", "partial_json", "");
    }
    return reply.reasoning().isEmpty() ? "" : before + block(MessageBodies.text());
  }

  @Override
  public String close() {
    if (index < 0) {
      return "";
    }
    boolean thought = index == 0 && !reply.reasoning().isEmpty();
    String signature =
        thought ? delta("signature_delta", "signature", MessageBodies.signature(call)) : "";
    return signature + event("content_block_stop", SimulatorJson.object().put("index", index));
  }

  @Override
  public String finish() {
    ObjectNode data = SimulatorJson.object();
    data.putObject("delta")
        .put("stop_reason", MessageBodies.stopReason(reply))
        .putNull("stop_sequence");
    data.set("usage", MessageBodies.usage(TokenBill.of(call, reply)));
    return event("message_delta", data);
  }

  @Override
  public String end() {
    return event("message_stop", SimulatorJson.object());
  }

  @Override
  public String error() {
    return "event: error\ndata: " + call.refusals().hiddenError() + "\n\n";
  }

  @Override
  public String sign() {
    return PING;
  }

  private String block(ObjectNode block) {
    index++;
    ObjectNode data = SimulatorJson.object().put("index", index);
    data.set("content_block", block);
    return event("content_block_start", data);
  }

  private String delta(String type, String member, String piece) {
    return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"
        + index
        + ",\"delta\":{\"type\":\""
        + type
        + "\",\""
        + member
        + "\":"
        + SimulatorJson.quoted(piece)
        + "}}\n\n";
  }

  private static String event(String name, ObjectNode members) {
    ObjectNode data = SimulatorJson.object().put("type", name);
    data.setAll(members);
    return "event: " + name + "\ndata: " + data + "\n\n";
  }
}
