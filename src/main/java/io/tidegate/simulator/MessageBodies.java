package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** The JSON bodies of answers in Messages. */
final class MessageBodies {
  private MessageBodies() {}

  static ObjectNode answer(SimulatedCall call, SimulatedReply reply) {
    ObjectNode message = empty(call);
    ArrayNode content = message.withArray("content");
    if (!reply.reasoning().isEmpty()) {
      content.add(
          thinking()
              .put("thinking", String.join("", reply.reasoning()))
              .put("signature", signature(call)));
    }
    if (reply.tool() != null) {
      ObjectNode use = toolUse(reply.tool());
      use.set("input", input(reply.text()));
      content.add(use);
    } else if (!reply.pieces().isEmpty()) {
      content.add(text().put("text", reply.text()));
    }
    message.put("stop_reason", stopReason(reply)).putNull("stop_sequence");
    message.set("usage", usage(TokenBill.of(call, reply)));
    return message;
  }

  static ObjectNode count(CallRequest request) {
    return SimulatorJson.object().put("input_tokens", TokenBill.tokens(request.billed()));
  }

  /** A message without content, reason and usage. */
  static ObjectNode empty(SimulatedCall call) {
    ObjectNode message =
        SimulatorJson.object()
            .put("id", "msg_" + call.identity().id())
            .put("type", "message")
            .put("role", "assistant")
            .put("model", call.identity().model());
    message.putArray("content");
    return message;
  }

  static ObjectNode thinking() {
    return block("thinking").put("thinking", "").put("signature", "");
  }

  static ObjectNode text() {
    return block("text").put("text", "");
  }

  static ObjectNode toolUse(ToolCall tool) {
    ObjectNode use = block("tool_use").put("id", tool.id()).put("name", tool.name());
    use.putObject("input");
    return use;
  }

  /** What stands behind the thinking; a node cannot sign, so it is the answer's id. */
  static String signature(SimulatedCall call) {
    return call.identity().id();
  }

  /** Why the model stopped, in Anthropic's words where it has one. */
  static String stopReason(SimulatedReply reply) {
    String reason = reply.finishReason();
    if (reason == null) {
      return null;
    }
    return switch (reason) {
      case "stop" -> "end_turn";
      case "length" -> "max_tokens";
      case "tool_calls" -> "tool_use";
      default -> reason;
    };
  }

  /** Input without what was found in the prefix cache, unlike in the other dialects. */
  static ObjectNode usage(TokenBill bill) {
    return SimulatorJson.object()
        .put("input_tokens", bill.prompt() - bill.cached())
        .put("cache_creation_input_tokens", 0)
        .put("cache_read_input_tokens", bill.cached())
        .put("output_tokens", bill.completion());
  }

  private static ObjectNode block(String type) {
    return SimulatorJson.object().put("type", type);
  }

  private static ObjectNode input(String arguments) {
    ObjectNode whole = SimulatorJson.parse(arguments.getBytes(StandardCharsets.UTF_8));
    return whole == null ? SimulatorJson.object() : whole;
  }
}
