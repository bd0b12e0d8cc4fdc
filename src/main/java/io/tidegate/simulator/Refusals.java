package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The errors of a node, in OpenAI's envelope with DeepSeek's words. */
final class Refusals {
  private static final String JSON = "application/json";
  private static final int KEY_END = 4;

  private Refusals() {}

  static Script tooBusy() {
    ObjectNode error =
        error(
            "Service is too busy. We advise users to temporarily switch to alternative"
                + " LLM API service providers.",
            "service_unavailable_error",
            "service_unavailable_error");
    return script(new Head(503, JSON, null), error);
  }

  static Script tooMany() {
    ObjectNode error =
        error(
            "Too many concurrent requests for this account and model.",
            "rate_limit_error",
            "rate_limit_exceeded");
    return script(new Head(429, JSON, "2"), error);
  }

  /** Echoes no more than the end of the key, as DeepSeek does. */
  static Script wrongKey(String key) {
    String end = key.length() > 2 * KEY_END ? key.substring(key.length() - KEY_END) : "";
    ObjectNode error =
        error(
            "Authentication Fails, Your api key: ****" + end + " is invalid",
            "authentication_error",
            "invalid_request_error");
    return script(new Head(401, JSON, null), error);
  }

  static Script insufficientBalance() {
    ObjectNode error = error("Insufficient Balance", "unknown_error", "invalid_request_error");
    return script(new Head(402, JSON, null), error);
  }

  static Script unknownModel(String model) {
    ObjectNode error =
        error(
            "The model `" + model + "` does not exist or you do not have access to it.",
            "invalid_request_error",
            "model_not_found");
    return script(new Head(404, JSON, null), error);
  }

  static Script badRequest(String message) {
    ObjectNode error = error(message, "invalid_request_error", "invalid_request_error");
    return script(new Head(400, JSON, null), error);
  }

  static Script noSuchRoute(String route) {
    ObjectNode error = error("No such route: " + route, "invalid_request_error", "not_found");
    return script(new Head(404, JSON, null), error);
  }

  /** The error that SGLang sends under a 200. */
  static ObjectNode hiddenError() {
    ObjectNode envelope = SimulatorJson.object();
    envelope
        .putObject("error")
        .put("object", "error")
        .put("message", "The server is overloaded.")
        .put("type", "service_unavailable")
        .putNull("param")
        .put("code", 503);
    return envelope;
  }

  private static ObjectNode error(String message, String type, String code) {
    ObjectNode envelope = SimulatorJson.object();
    envelope
        .putObject("error")
        .put("message", message)
        .put("type", type)
        .putNull("param")
        .put("code", code);
    return envelope;
  }

  private static Script script(Head head, ObjectNode body) {
    return Script.whole(head, new ScriptStep(0, SimulatorJson.bytes(body)));
  }
}
