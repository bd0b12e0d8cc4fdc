package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/** The JSON bodies of plain answers. */
final class SimulatedBodies {
  private SimulatedBodies() {}

  static ObjectNode answer(SimulatedCall call, SimulatedReply reply) {
    boolean chat = call.request().operation() == SimulatedOperation.CHAT;
    ObjectNode body = call.identity().json(chat ? "chat.completion" : "text_completion");
    ArrayNode choices = body.putArray("choices");
    for (int i = 0; i < call.request().choices(); i++) {
      ObjectNode choice = choices.addObject().put("index", i);
      if (chat) {
        message(choice.putObject("message"), reply);
      } else {
        choice.put("text", reply.text());
      }
      choice.putNull("logprobs").put("finish_reason", reply.finishReason());
    }
    body.set("usage", TokenBill.of(call, reply).json());
    return body;
  }

  static ObjectNode embeddings(CallRequest request) {
    ObjectNode body = SimulatorJson.object().put("object", "list").put("model", request.model());
    ArrayNode data = body.putArray("data");
    int tokens = 0;
    for (String input : request.inputs()) {
      ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
      vector(item, SimulatedAnswer.embedding(input), request.base64());
      tokens += TokenBill.tokens(input);
    }
    body.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return body;
  }

  static ObjectNode models(List<String> models, long created) {
    ObjectNode body = SimulatorJson.object().put("object", "list");
    ArrayNode data = body.putArray("data");
    for (String model : models) {
      data.addObject()
          .put("id", model)
          .put("object", "model")
          .put("created", created)
          .put("owned_by", "simulator");
    }
    return body;
  }

  static ObjectNode balance(boolean available) {
    ObjectNode body = SimulatorJson.object().put("is_available", available);
    body.putArray("balance_infos")
        .addObject()
        .put("currency", "USD")
        .put("total_balance", available ? "12.30" : "0.00")
        .put("granted_balance", available ? "2.30" : "0.00")
        .put("topped_up_balance", available ? "10.00" : "0.00");
    return body;
  }

  private static void message(ObjectNode message, SimulatedReply reply) {
    message.put("role", "assistant");
    if (!reply.reasoning().isEmpty()) {
      message.put("reasoning_content", String.join("", reply.reasoning()));
    }
    if (reply.tool() == null) {
      message.put("content", reply.text());
      return;
    }
    message.putNull("content");
    ObjectNode call = message.putArray("tool_calls").addObject();
    call.put("index", 0).put("id", reply.tool().id()).put("type", "function");
    call.putObject("function").put("name", reply.tool().name()).put("arguments", reply.text());
  }

  private static void vector(ObjectNode item, float[] vector, boolean base64) {
    if (base64) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(vector);
      item.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
      return;
    }
    ArrayNode numbers = item.putArray("embedding");
    for (float number : vector) {
      numbers.add(number);
    }
  }
}
