package io.tidegate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a request in Messages must fulfil, as at DeepSeek. */
final class MessagesRules {
  private static final Set<String> ROLES = Set.of("user", "assistant", "system");
  private static final Set<String> BLOCKS =
      Set.of("text", "image", "thinking", "tool_use", "tool_result", "server_tool_use");

  private final ObjectNode body;
  private final boolean thinks;
  private final BodyRules rules;

  /** The rules for {@code body} at a node whose model thinks, or at one whose does not. */
  MessagesRules(ObjectNode body, boolean thinks) {
    this.body = body;
    this.thinks = thinks;
    this.rules = new BodyRules(body);
  }

  /** What is wrong, or {@code null} if the request can be answered. */
  String complaint() {
    return BodyRules.first(
        Stream.<Supplier<String>>of(
                this::countingComplaint,
                () -> rules.missing("max_tokens"),
                () -> rules.limit("max_tokens"),
                () -> rules.range("temperature", 2),
                () -> rules.range("top_p", 1),
                () -> BodyRules.user(body.at("/metadata/user_id")))
            .map(Supplier::get));
  }

  /** As {@link #complaint}, where tokens are to be counted only. */
  String countingComplaint() {
    return BodyRules.first(
        Stream.<Supplier<String>>of(
                rules::model,
                () -> rules.missing("messages"),
                this::messages,
                this::tools,
                this::thoughts,
                this::results)
            .map(Supplier::get));
  }

  private String messages() {
    JsonNode messages = body.path("messages");
    if (!messages.isArray()) {
      return rules.unreadable("messages: invalid type, expected a sequence");
    }
    if (messages.isEmpty()) {
      return "Empty input messages";
    }
    for (int i = 0; i < messages.size(); i++) {
      String complaint = message("messages[" + i + "]", messages.get(i));
      if (complaint != null) {
        return complaint;
      }
    }
    return null;
  }

  private String message(String where, JsonNode message) {
    for (String field : new String[] {"role", "content"}) {
      if (!message.hasNonNull(field)) {
        return rules.unreadable(where + ": missing field `" + field + "`");
      }
    }
    String role = rules.variant(where + ".role", message.path("role").asText(""), ROLES);
    if (role != null || message.path("content").isTextual()) {
      return role;
    }
    for (JsonNode block : message.path("content")) {
      String type = block.path("type").asText("");
      String complaint = rules.variant(where + ".content", type, BLOCKS);
      if (complaint != null) {
        return complaint;
      }
    }
    return null;
  }

  /** A type is known of server tools alone; the {@code custom} that Anthropic allows is refused. */
  private String tools() {
    int i = 0;
    for (JsonNode tool : body.path("tools")) {
      String where = "tools[" + i++ + "]";
      if (tool.path("type").asText("").equals("custom")) {
        return rules.unreadable(where + ": unknown variant `custom`");
      }
      if (!tool.path("name").isTextual()) {
        return rules.unreadable(where + ": missing field `name`");
      }
    }
    return null;
  }

  /** Whoever calls tools while it thinks must be given its thoughts again. */
  private String thoughts() {
    if (!thinks || body.at("/thinking/type").asText("").equals("disabled")) {
      return null;
    }
    for (JsonNode message : body.path("messages")) {
      boolean called = false;
      boolean thought = false;
      for (JsonNode block : message.path("content")) {
        String type = block.path("type").asText("");
        called |= type.equals("tool_use");
        thought |= type.equals("thinking");
      }
      if (called && !thought) {
        return "The `content[].thinking` in the thinking mode must be passed back to the API.";
      }
    }
    return null;
  }

  private String results() {
    Set<String> calls = new HashSet<>();
    for (JsonNode message : body.path("messages")) {
      for (JsonNode block : message.path("content")) {
        String type = block.path("type").asText("");
        if (type.equals("tool_use")) {
          calls.add(block.path("id").asText(""));
        } else if (type.equals("tool_result")) {
          calls.remove(block.path("tool_use_id").asText(""));
        }
      }
    }
    return calls.stream()
        .sorted()
        .findFirst()
        .map(
            id ->
                "`tool_use` ids were found without `tool_result` blocks immediately after: "
                    + id
                    + ". Each `tool_use` block must have a corresponding `tool_result` block in"
                    + " the next message.")
        .orElse(null);
  }
}
