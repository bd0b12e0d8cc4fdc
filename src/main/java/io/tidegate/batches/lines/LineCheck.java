package io.tidegate.batches.lines;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.batches.state.Batch.LineError;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Questions;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.RequestLine;
import io.tidegate.store.StorableText;
import java.io.IOException;
import java.util.Optional;

/**
 * Checks the lines of one file, one after the other. No words of a line are in what it says of it.
 * Not thread-safe.
 */
final class LineCheck {

  /** The longest {@code custom_id}, in characters. */
  private static final int LONGEST_ID = 512;

  /** The longest name of a model, in characters. */
  private static final int LONGEST_MODEL = 1024;

  private static final String VERSION = "/v1";
  private static final JsonFactory JSON = new JsonFactory();

  private final Operation operation;
  private final Questions questions;
  private final KnownIds ids = new KnownIds();
  private String model;
  private long inputs;

  /** Checks lines that all ask {@code operation}. */
  LineCheck(Operation operation, Questions questions) {
    this.operation = requireNonNull(operation, "operation");
    this.questions = requireNonNull(questions, "questions");
  }

  /** The model of the first good line, or null. */
  String model() {
    return model;
  }

  /** How many texts the good lines want embedded. */
  long inputs() {
    return inputs;
  }

  /** What is wrong with {@code line}, if anything. */
  Optional<LineError> check(InputLines.Line line) {
    int number = line.number();
    if (line.content() == null) {
      return error(number, "line_too_large", null, "A line must have at most 8 MiB.");
    }
    RequestLine asked;
    try {
      asked = RequestLine.parse(line.content().bytes());
    } catch (FailureException broken) {
      return error(number, "invalid_json_line", null, broken.failure().message());
    }
    return envelope(number, asked).or(() -> body(number, asked.body()));
  }

  private Optional<LineError> envelope(int number, RequestLine asked) {
    String id = asked.text("custom_id");
    if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
      return error(
          number,
          id == null ? "missing_custom_id" : "invalid_custom_id",
          "custom_id",
          "'custom_id' must be text of 1 to " + LONGEST_ID + " characters.");
    }
    int before = ids.add(id, number);
    if (before != 0) {
      return error(
          number, "duplicate_custom_id", "custom_id", "Line " + before + " has this 'custom_id'.");
    }
    if (!"POST".equals(asked.text("method"))) {
      return error(number, "invalid_method", "method", "'method' must be POST.");
    }
    String url = VERSION + operation.path();
    if (!url.equals(asked.text("url"))) {
      boolean other = known(asked.text("url"));
      return error(
          number,
          other ? "mismatched_url" : "invalid_url",
          "url",
          "'url' must be " + url + ", the endpoint of the batch.");
    }
    return asked.hasBody()
        ? Optional.empty()
        : error(number, "missing_required_parameter", "body", "Missing required member: 'body'.");
  }

  private static boolean known(String url) {
    for (Operation each : Operation.values()) {
      if ((VERSION + each.path()).equals(url)) {
        return true;
      }
    }
    return false;
  }

  private Optional<LineError> body(int number, byte[] body) {
    Request request;
    try {
      request = questions.parse(body, operation);
    } catch (FailureException refused) {
      Failure failure = refused.failure();
      String code =
          failure.code() == ErrorCode.INVALID_JSON ? "invalid_body" : failure.code().code();
      return error(number, code, failure.param(), failure.message());
    }
    if (request.stream()) {
      return error(
          number, "invalid_value", "stream", "'stream' must not be true in a line of a batch.");
    }
    if (request.model().length() > LONGEST_MODEL) {
      return error(number, "invalid_value", "model", "'model' is too long.");
    }
    if (!StorableText.isStorable(request.model())) {
      return error(number, "invalid_value", "model", "'model' must be text without NUL.");
    }
    model = model == null ? request.model() : model;
    inputs += operation == Operation.EMBEDDINGS ? texts(body, request.facts().input()) : 1;
    return Optional.empty();
  }

  /**
   * A text is one, and so are tokens and messages; each element of an array of the first two
   * counts.
   */
  private static int texts(byte[] body, Request.Range input) {
    int count = 0;
    try (JsonParser in = JSON.createParser(body, input.start(), input.end() - input.start())) {
      boolean many =
          in.nextToken() == JsonToken.START_ARRAY
              && in.nextToken() != JsonToken.VALUE_NUMBER_INT
              && in.currentToken() != JsonToken.START_OBJECT;
      while (many && in.currentToken() != JsonToken.END_ARRAY) {
        in.skipChildren();
        count++;
        in.nextToken();
      }
      return Math.max(1, count);
    } catch (IOException impossible) {
      throw new IllegalStateException("it has been read before", impossible);
    }
  }

  private static Optional<LineError> error(int line, String code, String param, String message) {
    return Optional.of(new LineError(code, message, param, line));
  }
}
