package io.tidegate.dialect.chat;

import static com.fasterxml.jackson.core.JsonToken.FIELD_NAME;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_FALSE;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NULL;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import com.fasterxml.jackson.core.JsonParser;
import io.tidegate.dialect.RequestJson;
import io.tidegate.dialect.RequestReader;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import java.io.IOException;
import java.util.Set;

/** Reads a request for a chat, a completion or embeddings. */
final class RequestParser extends RequestReader {

  /** The kinds of tools that the client runs; all others are run by the node, each time anew. */
  private static final Set<String> OF_THE_CLIENT = Set.of("", "function", "custom");

  private final Operation operation;
  private Range input = Range.NONE;
  private Range instead = Range.NONE;
  private boolean inputSeen;
  private Range tools = Range.NONE;
  private String cacheKey = "";
  private String userId = "";
  private int maxOutput;
  private boolean usage;
  private boolean repeatable = true;
  private boolean beta;

  private RequestParser(byte[] body, Operation operation) {
    super(body, operation);
    this.operation = operation;
  }

  /**
   * The request in {@code body}.
   *
   * @throws FailureException that names the field and the rule; no words of the body are in it
   */
  static Request parse(byte[] body, Operation operation) {
    return new RequestParser(body, operation).request();
  }

  /** Members that only help to place the call are the node's affair if of an unexpected type. */
  @Override
  protected void member(String name, JsonParser in) throws IOException {
    if (name.equals(operation.inputName())) {
      input(in);
      return;
    }
    if (operation.inputNames().contains(name)) {
      instead(in);
      return;
    }
    switch (name) {
      case "tools" -> tools = list(in, (at, tool) -> tool(tool));
      // The node looks something up, or keeps the answer under its id: each time anew.
      case "web_search_options", "search_parameters", "enable_search", "plugins", "store" -> {
        repeatable &= in.currentToken() == VALUE_NULL || in.currentToken() == VALUE_FALSE;
        in.skipChildren();
      }
      case "suffix" -> {
        beta |= operation == Operation.COMPLETION && in.currentToken() == VALUE_STRING;
        in.skipChildren();
      }
      case "prompt_cache_key" -> cacheKey = text(in);
      case "user_id" -> userId = userId(in);
      case "max_tokens", "max_completion_tokens" -> maxOutput = tokens(maxOutput, in);
      case "stream_options" -> usage = RequestJson.flagWithin("include_usage", in);
      default -> in.skipChildren();
    }
  }

  private void tool(JsonParser in) throws IOException {
    if (in.currentToken() == START_OBJECT) {
      while (in.nextToken() == FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "function" -> function(in);
          case "type" -> repeatable &= OF_THE_CLIENT.contains(text(in));
          default -> {}
        }
        in.skipChildren();
      }
    }
    in.skipChildren();
  }

  private void function(JsonParser in) throws IOException {
    beta |= operation == Operation.CHAT && RequestJson.flagWithin("strict", in);
  }

  private void input(JsonParser in) throws IOException {
    if (in.currentToken() == VALUE_NULL && operation.inputNames().size() > 1) {
      return;
    }
    boolean chat = operation == Operation.CHAT;
    boolean array = in.currentToken() == START_ARRAY;
    if (!array && (chat || in.currentToken() != VALUE_STRING)) {
      throw invalid(operation.inputName(), chat ? "must be an array" : "must be text or an array");
    }
    int[] elements = {0};
    input =
        list(
            in,
            (at, element) -> {
              if (chat && element.currentToken() != START_OBJECT) {
                throw invalid("messages[" + at + "]", "must be an object");
              }
              elements[0]++;
              beta |= chat && RequestJson.flagWithin("prefix", element);
              element.skipChildren();
            });
    if (array && elements[0] == 0) {
      throw invalid(operation.inputName(), "must not be empty");
    }
    inputSeen = true;
  }

  /** What some nodes read in place of the usual input, or beside an empty one. */
  private void instead(JsonParser in) throws IOException {
    if (in.currentToken() != VALUE_NULL) {
      instead = list(in, (at, element) -> element.skipChildren());
      inputSeen = true;
    }
  }

  @Override
  protected String missing() {
    return inputSeen ? null : operation.inputName();
  }

  @Override
  protected Own own() {
    String session = cacheKey.isEmpty() ? userId : cacheKey;
    // Vectors in the place of a prompt have no bytes by which tokens could be guessed.
    Range prompt = operation == Operation.COMPLETION ? input : longer(input, instead);
    return new Own(prompt, tools, session, maxOutput, usage, repeatable, beta);
  }

  private static Range longer(Range one, Range other) {
    return other.end() - other.start() > one.end() - one.start() ? other : one;
  }
}
