package io.tidegate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a request in Responses must fulfil, as at DeepSeek, which keeps nothing of earlier ones. */
final class ResponsesRules {
  private final ObjectNode body;
  private final BodyRules rules;

  ResponsesRules(ObjectNode body) {
    this.body = body;
    this.rules = new BodyRules(body);
  }

  /** What is wrong, or {@code null} if the request can be answered. */
  String complaint() {
    return BodyRules.first(
        Stream.<Supplier<String>>of(
                rules::model,
                this::input,
                () -> rules.limit("max_output_tokens"),
                () -> rules.range("temperature", 2),
                () -> rules.range("top_p", 1),
                () -> BodyRules.user(body.path("user")),
                this::tools,
                this::reasoning,
                this::outputs)
            .map(Supplier::get));
  }

  private String input() {
    JsonNode input = body.path("input");
    if (input.isTextual() || input.isArray() || body.path("instructions").isTextual()) {
      return null;
    }
    String missing = rules.missing("input");
    return missing == null
        ? rules.unreadable("input: data did not match any variant of untagged enum ResponseInput")
        : missing;
  }

  /**
   * Of custom tools only that of patches is known; what is neither they nor a function is ignored.
   */
  private String tools() {
    int i = 0;
    for (JsonNode tool : body.path("tools")) {
      String where = "tools[" + i++ + "]";
      String type = tool.path("type").asText("");
      if (type.equals("custom") && !tool.path("name").asText("").equals("apply_patch")) {
        return rules.variant(where + ".type", type, Set.of("function"));
      }
      if (type.equals("function") && !tool.path("name").isTextual()) {
        return rules.unreadable(where + ": missing field `name`");
      }
    }
    return null;
  }

  private String reasoning() {
    for (JsonNode item : body.path("input")) {
      boolean thought = item.path("type").asText("").equals("reasoning");
      if (thought && item.path("content").path(0).path("text").asText("").isEmpty()) {
        return "The `reasoning_text` in the thinking mode must be passed back to the API.";
      }
    }
    return null;
  }

  private String outputs() {
    Set<String> calls = new HashSet<>();
    for (JsonNode item : body.path("input")) {
      String id = item.path("call_id").asText("");
      String type = item.path("type").asText("");
      if (type.equals("function_call")) {
        calls.add(id);
      } else if (type.equals("function_call_output") && !calls.remove(id)) {
        return "No tool call found for function call output with call_id " + id + ".";
      }
    }
    return calls.stream()
        .sorted()
        .findFirst()
        .map(id -> "No tool output found for function call " + id + ".")
        .orElse(null);
  }
}
