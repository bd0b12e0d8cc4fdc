package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The errors of a node with DeepSeek's words, in OpenAI's envelope or in Anthropic's. */
final class Refusals {
  /** In OpenAI's envelope. */
  static final Refusals OPENAI = new Refusals(false, null);

  private static final String JSON = "application/json";
  private static final String INVALID = "invalid_request_error";
  private static final int KEY_END = 4;

  private final boolean anthropic;
  private final String id;

  private Refusals(boolean anthropic, String id) {
    this.anthropic = anthropic;
    this.id = id;
  }

  /** In Anthropic's envelope, for the request {@code id}. */
  static Refusals anthropic(String id) {
    return new Refusals(true, id);
  }

  /** The refusal that {@code fault} is, or {@code null} if it is none. */
  Script of(Fault fault) {
    return switch (fault) {
      case BUSY_503 -> tooBusy();
      case BUSY_429 -> tooMany();
      case BUSY_529 -> overloaded();
      case KEY_REFUSED -> wrongKey("");
      case BALANCE_EMPTY -> insufficientBalance();
      default -> null;
    };
  }

  Script tooBusy() {
    ObjectNode error =
        error(
            503,
            "Service is too busy. We advise users to temporarily switch to alternative"
                + " LLM API service providers.",
            "service_unavailable_error",
            "service_unavailable_error");
    return script(new Head(503, JSON, null), error);
  }

  Script tooMany() {
    ObjectNode error =
        error(
            429,
            "Too many concurrent requests for this account and model.",
            "rate_limit_error",
            "rate_limit_exceeded");
    return script(new Head(429, JSON, "2"), error);
  }

  private Script overloaded() {
    ObjectNode error = error(529, "Overloaded", "overloaded_error", "overloaded_error");
    return script(new Head(529, JSON, null), error);
  }

  /** Echoes no more than the end of the key, as DeepSeek does. */
  Script wrongKey(String key) {
    String end = key.length() > 2 * KEY_END ? key.substring(key.length() - KEY_END) : "";
    ObjectNode error =
        error(
            401,
            "Authentication Fails, Your api key: ****" + end + " is invalid",
            "authentication_error",
            INVALID);
    return script(new Head(401, JSON, null), error);
  }

  private Script insufficientBalance() {
    ObjectNode error = error(402, "Insufficient Balance", "unknown_error", INVALID);
    return script(new Head(402, JSON, null), error);
  }

  Script unknownModel(String model) {
    ObjectNode error =
        error(
            404,
            "The model `" + model + "` does not exist or you do not have access to it.",
            INVALID,
            "model_not_found");
    return script(new Head(404, JSON, null), error);
  }

  Script badRequest(String message) {
    return script(new Head(400, JSON, null), error(400, message, INVALID, INVALID));
  }

  static Script noSuchRoute(String route) {
    ObjectNode error = OPENAI.error(404, "No such route: " + route, INVALID, "not_found");
    return script(new Head(404, JSON, null), error);
  }

  /** The error that a node sends under a 200: SGLang's, or Anthropic's {@code overloaded_error}. */
  ObjectNode hiddenError() {
    String message = "The server is overloaded.";
    if (anthropic) {
      return error(529, message, "", "");
    }
    ObjectNode envelope = SimulatorJson.object();
    envelope
        .putObject("error")
        .put("object", "error")
        .put("message", message)
        .put("type", "service_unavailable")
        .putNull("param")
        .put("code", 503);
    return envelope;
  }

  private ObjectNode error(int status, String message, String type, String code) {
    ObjectNode envelope = SimulatorJson.object();
    if (anthropic) {
      envelope.put("type", "error");
      envelope.putObject("error").put("type", anthropicType(status)).put("message", message);
      return envelope.put("request_id", id);
    }
    envelope
        .putObject("error")
        .put("message", message)
        .put("type", type)
        .putNull("param")
        .put("code", code);
    return envelope;
  }

  private static String anthropicType(int status) {
    return switch (status) {
      case 400 -> INVALID;
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 404 -> "not_found_error";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      default -> "api_error";
    };
  }

  private static Script script(Head head, ObjectNode body) {
    return Script.whole(head, new ScriptStep(0, SimulatorJson.bytes(body)));
  }
}
