package io.tidegate.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** How a client without an SDK asks and hears in each dialect. */
enum SpokenDialect {
  CHAT("/v1/chat/completions"),
  RESPONSES("/v1/responses"),
  MESSAGES("/v1/messages");

  private final String path;

  SpokenDialect(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  /** A request with one question. */
  String body(String question, boolean stream) {
    return body("deepseek-flash", question, stream);
  }

  /** The same for {@code model}. */
  String body(String model, String question, boolean stream) {
    String asked =
        switch (this) {
          case CHAT -> "\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]";
          case RESPONSES -> "\"input\":\"%s\"";
          case MESSAGES ->
              "\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]";
        };
    return "{\"model\":\"%s\",\"stream\":%s,%s}"
        .formatted(model, stream, asked.formatted(question));
  }

  /** The text of a plain answer. */
  String text(JsonNode answer) {
    return switch (this) {
      case CHAT -> answer.at("/choices/0/message/content").asText("");
      case RESPONSES -> {
        StringBuilder text = new StringBuilder();
        for (JsonNode item : answer.path("output")) {
          if (item.path("type").asText().equals("message")) {
            text.append(item.at("/content/0/text").asText(""));
          }
        }
        yield text.toString();
      }
      case MESSAGES -> {
        StringBuilder text = new StringBuilder();
        answer.path("content").forEach(block -> text.append(block.path("text").asText("")));
        yield text.toString();
      }
    };
  }

  /** The text of a stream's deltas. */
  String text(List<JsonNode> events) {
    StringBuilder text = new StringBuilder();
    for (JsonNode event : events) {
      text.append(
          switch (this) {
            case CHAT -> event.at("/choices/0/delta/content").asText("");
            case RESPONSES ->
                event.path("type").asText().equals("response.output_text.delta")
                    ? event.path("delta").asText("")
                    : "";
            case MESSAGES -> event.at("/delta/text").asText("");
          });
    }
    return text.toString();
  }

  /** How often a stream begins; 0 in chat, where nothing says so. */
  long starts(String stream) {
    String start =
        switch (this) {
          case CHAT -> "no such line";
          case RESPONSES -> "event: response.created";
          case MESSAGES -> "event: message_start";
        };
    return stream.lines().filter(start::equals).count();
  }

  /** Whether a stream says that all was said. */
  boolean ended(String stream) {
    return switch (this) {
      case CHAT -> EventText.done(stream);
      case RESPONSES ->
          stream.contains("event: response.completed\n")
              || stream.contains("event: response.incomplete\n");
      case MESSAGES -> stream.contains("event: message_stop\n");
    };
  }

  /** Whether it says that its bound has cut an answer, plain or as the events of a stream. */
  boolean limited(List<JsonNode> said) {
    return said.stream()
        .anyMatch(
            each ->
                switch (this) {
                  case CHAT -> each.at("/choices/0/finish_reason").asText().equals("length");
                  case RESPONSES ->
                      each.path("status").asText().equals("incomplete")
                          || each.at("/response/status").asText().equals("incomplete");
                  case MESSAGES ->
                      each.path("stop_reason").asText().equals("max_tokens")
                          || each.at("/delta/stop_reason").asText().equals("max_tokens");
                });
  }

  /** What the last event of a stream tells of an error, or null. */
  String error(List<JsonNode> events) {
    JsonNode last = events.isEmpty() ? null : events.get(events.size() - 1);
    if (last == null) {
      return null;
    }
    return switch (this) {
      case CHAT -> last.has("error") ? last.at("/error/code").asText() : null;
      case RESPONSES ->
          last.path("type").asText().equals("response.failed")
              ? last.at("/response/error/code").asText()
              : null;
      case MESSAGES ->
          last.path("type").asText().equals("error") ? last.at("/error/type").asText() : null;
    };
  }

  /** What a refusal is called. */
  String refusal(JsonNode body) {
    return body.at(this == MESSAGES ? "/error/type" : "/error/code").asText();
  }
}
