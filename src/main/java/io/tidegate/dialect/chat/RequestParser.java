package io.tidegate.dialect.chat;

import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import com.fasterxml.jackson.core.JsonParser;
import io.tidegate.dialect.RequestJson;
import io.tidegate.dialect.RequestReader;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import java.io.IOException;

/** Reads a request for a chat, a completion or embeddings. */
final class RequestParser extends RequestReader {

  private final Operation operation;
  private Range input = Range.NONE;
  private boolean inputSeen;
  private Range tools = Range.NONE;
  private String cacheKey = "";
  private String userId = "";
  private int maxOutput;
  private boolean usage;
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
    switch (name) {
      case "tools" ->
          tools = list(in, (at, tool) -> RequestJson.within("function", tool, this::function));
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

  private void function(JsonParser in) throws IOException {
    beta |= operation == Operation.CHAT && RequestJson.flagWithin("strict", in);
  }

  private void input(JsonParser in) throws IOException {
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

  @Override
  protected String missing() {
    return inputSeen ? null : operation.inputName();
  }

  @Override
  protected Own own() {
    return new Own(
        input, tools, cacheKey.isEmpty() ? userId : cacheKey, maxOutput, usage, true, beta);
  }
}
