package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON bodies of answers in Responses. */
final class ResponseBodies {
  private ResponseBodies() {}

  static ObjectNode answer(SimulatedCall call, SimulatedReply reply) {
    String status = status(reply);
    ObjectNode response = envelope(call, status);
    if (status.equals("incomplete")) {
      response.putObject("incomplete_details").put("reason", reason(reply));
    }
    ArrayNode output = response.withArray("output");
    for (ResponseItem item : ResponseItem.of(reply, call.identity().id())) {
      output.add(item.whole(itemStatus(reply)));
    }
    response.set("usage", usage(TokenBill.of(call, reply)));
    return response;
  }

  /** A response that failed before it said anything. */
  static ObjectNode failed(SimulatedCall call) {
    ObjectNode response = envelope(call, "failed");
    response
        .putObject("error")
        .put("code", "server_error")
        .put("message", call.refusals().hiddenError().at("/error/message").asText());
    return response;
  }

  /** A response without output and usage. */
  static ObjectNode envelope(SimulatedCall call, String status) {
    ObjectNode response =
        SimulatorJson.object()
            .put("id", call.identity().id())
            .put("object", "response")
            .put("created_at", call.identity().created())
            .put("status", status)
            .putNull("error")
            .putNull("incomplete_details")
            .putNull("instructions")
            .putNull("max_output_tokens")
            .put("model", call.identity().model());
    response.putArray("output");
    response.put("parallel_tool_calls", true).putNull("previous_response_id");
    response.put("store", false).put("temperature", 1.0).put("tool_choice", "auto");
    response.putArray("tools");
    response.put("top_p", 1.0).put("truncation", "disabled").putNull("usage");
    response.putObject("metadata");
    return response;
  }

  static String status(SimulatedReply reply) {
    if (reply.finishReason() == null) {
      return "in_progress";
    }
    return switch (reply.finishReason()) {
      case "stop", "tool_calls" -> "completed";
      default -> "incomplete";
    };
  }

  /** The status of each item; a whole one may be part of an answer that never ended. */
  static String itemStatus(SimulatedReply reply) {
    return status(reply).equals("incomplete") ? "incomplete" : "completed";
  }

  private static String reason(SimulatedReply reply) {
    return reply.finishReason().equals("length") ? "max_output_tokens" : reply.finishReason();
  }

  private static ObjectNode usage(TokenBill bill) {
    ObjectNode usage = SimulatorJson.object().put("input_tokens", bill.prompt());
    usage.putObject("input_tokens_details").put("cached_tokens", bill.cached());
    usage.put("output_tokens", bill.completion());
    usage.putObject("output_tokens_details").put("reasoning_tokens", bill.reasoning());
    return usage.put("total_tokens", bill.prompt() + bill.completion());
  }
}
