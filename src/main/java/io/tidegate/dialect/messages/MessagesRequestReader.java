package io.tidegate.dialect.messages;

import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NULL;

import com.fasterxml.jackson.core.JsonParser;
import io.tidegate.dialect.RequestJson;
import io.tidegate.dialect.RequestReader;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request.Range;
import java.io.IOException;
import java.util.List;

/** Reads a request for a message, or for the number of its tokens. */
final class MessagesRequestReader extends RequestReader {

  /**
   * Types of tools that the client runs, without their dates; all others but plain functions are
   * run by the node, each time anew.
   */
  private static final List<String> OF_THE_CLIENT =
      List.of("custom", "function", "bash_", "text_editor_", "computer_", "memory_");

  private final Operation operation;
  private Range messages = Range.NONE;
  private boolean messagesSeen;
  private Range tools = Range.NONE;
  private String user = "";
  private int maxOutput;
  private boolean bounded;
  private boolean repeatable = true;

  MessagesRequestReader(byte[] body, Operation operation) {
    super(body, operation);
    this.operation = operation;
  }

  @Override
  protected void member(String name, JsonParser in) throws IOException {
    switch (name) {
      case "messages" -> messages(in);
      case "tools" -> tools = list(in, (at, tool) -> tool(tool));
      case "metadata" -> RequestJson.within("user_id", in, value -> user = userId(value));
      case "max_tokens" -> {
        bounded = in.currentToken() != VALUE_NULL;
        maxOutput = tokens(maxOutput, in);
      }
      case "container" -> {
        repeatable &= in.currentToken() == VALUE_NULL;
        in.skipChildren();
      }
      case "mcp_servers" -> list(in, (at, server) -> server(server));
      default -> in.skipChildren();
    }
  }

  private void messages(JsonParser in) throws IOException {
    once(!messagesSeen, "messages");
    messagesSeen = true;
    if (in.currentToken() != START_ARRAY) {
      throw invalid("messages", "must be an array");
    }
    boolean[] some = {false};
    messages =
        list(
            in,
            (at, element) -> {
              if (element.currentToken() != START_OBJECT) {
                throw invalid("messages[" + at + "]", "must be an object");
              }
              some[0] = true;
              element.skipChildren();
            });
    if (!some[0]) {
      throw invalid("messages", "must not be empty");
    }
  }

  private void tool(JsonParser in) throws IOException {
    String type = textWithin("type", in);
    repeatable &= type.isEmpty() || OF_THE_CLIENT.stream().anyMatch(type::startsWith);
  }

  private void server(JsonParser in) throws IOException {
    repeatable = false;
    in.skipChildren();
  }

  @Override
  protected String missing() {
    if (!messagesSeen) {
      return "messages";
    }
    return bounded || operation == Operation.COUNT_TOKENS ? null : "max_tokens";
  }

  @Override
  protected Own own() {
    return new Own(messages, tools, user, maxOutput, true, repeatable, false);
  }
}
