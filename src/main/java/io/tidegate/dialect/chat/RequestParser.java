package io.tidegate.dialect.chat;

import static io.tidegate.exchange.ErrorCode.INVALID_JSON;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.dialect.JsonSpan;
import io.tidegate.dialect.RequestJson;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Span;
import java.io.IOException;

/**
 * Reads from a request body what the gateway needs, in one pass, and refuses what no node could
 * answer. What it does not know it leaves alone: nodes have fields of their own.
 */
final class RequestParser {

  /** DeepSeek's bound for {@code user_id}; what is longer is not remembered. */
  private static final int LONGEST_KEY = 512;

  /** No node has a model of a longer name. */
  private static final int LONGEST_MODEL = 4096;

  /** A character takes so many bytes at most, when it is escaped. */
  private static final int ESCAPED = 6;

  private final byte[] body;
  private final Operation operation;
  private String model;
  private Span name = Span.NONE;
  private boolean stream;
  private boolean streamSeen;
  private Span input = Span.NONE;
  private boolean inputSeen;
  private Span tools = Span.NONE;
  private String cacheKey = "";
  private String userId = "";
  private int maxOutput;
  private boolean deterministic;
  private boolean usage;

  private RequestParser(byte[] body, Operation operation) {
    this.body = body;
    this.operation = operation;
  }

  /**
   * The request in {@code body}.
   *
   * @throws FailureException that names the field and the rule; no words of the body are in it
   */
  static Request parse(byte[] body, Operation operation) {
    RequestParser parser = new RequestParser(body, operation);
    RequestJson.read(body, parser::read);
    return parser.request();
  }

  private void read(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw RequestJson.notAnObject();
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      member(name, in);
    }
    if (in.nextToken() != null) {
      throw RequestJson.notJson(in.currentTokenLocation());
    }
  }

  private void member(String name, JsonParser in) throws IOException {
    if (name.equals("model")) {
      once(model == null, "model");
      model(in);
    } else if (name.equals("stream") && operation.streams()) {
      once(!streamSeen, "stream");
      streamSeen = true;
      stream(in);
    } else if (name.equals(operation.inputName())) {
      input(in);
    } else {
      hint(name, in);
    }
  }

  /** Members that only help to place the call; one of an unexpected type is the node's affair. */
  private void hint(String name, JsonParser in) throws IOException {
    switch (name) {
      case "tools" -> {
        int start = start(in);
        in.skipChildren();
        tools = new Span(start, end(start, in));
      }
      case "prompt_cache_key" -> cacheKey = text(in);
      case "user_id" -> userId = text(in);
      case "max_tokens", "max_completion_tokens" -> {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          // Not as a long: a number with too many digits for one is the node's affair, too.
          maxOutput = (int) Math.max(0, Math.min(Integer.MAX_VALUE, in.getDoubleValue()));
        }
        in.skipChildren();
      }
      case "temperature" -> {
        deterministic = in.currentToken().isNumeric() && in.getDoubleValue() == 0;
        in.skipChildren();
      }
      case "stream_options" -> usage = wantsUsage(in);
      default -> in.skipChildren();
    }
  }

  private static boolean wantsUsage(JsonParser in) throws IOException {
    boolean wanted = false;
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return wanted;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (name.equals("include_usage")) {
        wanted = in.currentToken() == JsonToken.VALUE_TRUE;
      }
      in.skipChildren();
    }
    return wanted;
  }

  private String text(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING && !isLong(in, LONGEST_KEY)) {
      return in.getTextLength() <= LONGEST_KEY ? in.getText() : "";
    }
    in.skipChildren();
    return "";
  }

  /** Whether the text surely has more than {@code most} characters; nothing is decoded for it. */
  private boolean isLong(JsonParser in, int most) {
    return JsonSpan.ofText(in, body).length() > ESCAPED * most + 2;
  }

  private static int start(JsonParser in) {
    return (int) in.currentTokenLocation().getByteOffset();
  }

  /** The end of the value that began at {@code start}, now that its children are skipped. */
  private int end(int start, JsonParser in) {
    return in.currentToken() == JsonToken.VALUE_STRING && start >= 0
        ? JsonSpan.ofText(in, body).end()
        : (int) in.currentLocation().getByteOffset();
  }

  /** Of two members of one name we might take one and the node the other. */
  private static void once(boolean first, String field) {
    if (!first) {
      throw invalid(field, "must be given once");
    }
  }

  private void model(JsonParser in) throws IOException {
    boolean text = in.currentToken() == JsonToken.VALUE_STRING;
    if (text && isLong(in, LONGEST_MODEL)) {
      throw invalid("model", "is too long");
    }
    if (!text || in.getText().isBlank()) {
      throw invalid("model", "must be the name of a model, a string that is not empty");
    }
    model = in.getText();
    if (start(in) < 0) {
      throw Failure.of(INVALID_JSON, "The body must be encoded as UTF-8.").asException();
    }
    name = new Span(start(in), end(start(in), in));
  }

  private void stream(JsonParser in) throws IOException {
    stream =
        switch (in.currentToken()) {
          case VALUE_TRUE -> true;
          case VALUE_FALSE, VALUE_NULL -> false;
          default -> throw invalid("stream", "must be true or false");
        };
  }

  private void input(JsonParser in) throws IOException {
    int start = start(in);
    boolean array = in.currentToken() == JsonToken.START_ARRAY;
    if (!array && (operation == Operation.CHAT || in.currentToken() != JsonToken.VALUE_STRING)) {
      throw invalid(
          operation.inputName(),
          operation == Operation.CHAT ? "must be an array" : "must be text or an array");
    }
    if (array && in.nextToken() == JsonToken.END_ARRAY) {
      throw invalid(operation.inputName(), "must not be empty");
    }
    for (int at = 0; array && in.currentToken() != JsonToken.END_ARRAY; at++, in.nextToken()) {
      if (operation == Operation.CHAT && in.currentToken() != JsonToken.START_OBJECT) {
        throw invalid("messages[" + at + "]", "must be an object");
      }
      in.skipChildren();
    }
    input = new Span(start, end(start, in));
    inputSeen = true;
  }

  private Request request() {
    if (model == null) {
      throw Failure.missing("model").asException();
    }
    if (!inputSeen) {
      throw Failure.missing(operation.inputName()).asException();
    }
    String session = cacheKey.isEmpty() ? userId : cacheKey;
    return new Request(
        body,
        new Request.Facts(
            model,
            stream,
            name,
            input,
            tools,
            session,
            maxOutput,
            deterministic,
            stream && usage,
            true));
  }

  private static FailureException invalid(String field, String rule) {
    return Failure.invalid(field, rule).asException();
  }
}
