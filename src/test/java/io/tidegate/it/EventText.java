package io.tidegate.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Reads the text of a stream of events as a client would. */
final class EventText {

  private EventText() {}

  static List<JsonNode> events(String body) {
    return body.lines()
        .filter(line -> line.startsWith("data: ") && !line.equals("data: [DONE]"))
        .map(line -> Fleet.json(line.substring(6)))
        .toList();
  }

  static String content(String body) {
    StringBuilder content = new StringBuilder();
    for (JsonNode event : events(body)) {
      content.append(event.at("/choices/0/delta/content").asText(""));
    }
    return content.toString();
  }

  /** The error object of the last event, or a missing node. */
  static JsonNode error(String body) {
    List<JsonNode> events = events(body);
    return events.isEmpty()
        ? Fleet.json("{}").path("error")
        : events.get(events.size() - 1).path("error");
  }

  static boolean done(String body) {
    return body.contains("data: [DONE]");
  }
}
