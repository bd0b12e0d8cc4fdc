package io.tidegate.batches.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchResult;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.collect.CollectedAnswer;
import io.tidegate.dialect.ErrorForm;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Writes what became of the lines of one batch, as OpenAI's output and error files have it. The id
 * of a result is made of the batch's and the line's number, so that it is the same each time.
 */
public final class OutputLines {

  private static final int OK = 200;
  private static final JsonFactory JSON = new JsonFactory();
  private static final Failure NO_JSON =
      Failure.of(ErrorCode.UPSTREAM_FAILED, "The node's answer was not JSON.");

  private final String batch;
  private final ErrorForm errors;

  /** Lines of {@code batch}. */
  public OutputLines(Batch batch) {
    this(batch.id(), batch.operation());
  }

  /** Lines of the batch called {@code batch}, which asks {@code operation}. */
  OutputLines(String batch, Operation operation) {
    this.batch = batch;
    this.errors = Dialects.of(operation).errors();
  }

  /** What became of {@code line}, that was asked as {@code requestId}. */
  public BatchResult of(LineRun line, String requestId, CollectedAnswer whole) {
    if (whole.result() == null) {
      return failed(line, requestId, whole.failure());
    }
    byte[] body = whole.result().body().bytes();
    long reasoning;
    try {
      reasoning = AnswerText.reasoning(body);
    } catch (IOException notJson) {
      return failed(line, requestId, NO_JSON);
    }
    int status = whole.result().status();
    byte[] text = ran(line, requestId, status, AnswerText.onOneLine(body));
    return new BatchResult(
        line.number(), status == OK, new BatchResult.Text(text), tokens(whole.usage(), reasoning));
  }

  /** A line that was asked, and got no answer. */
  BatchResult failed(LineRun line, String requestId, Failure failure) {
    byte[] text = ran(line, requestId, errors.status(failure), errors.of(failure, requestId));
    return new BatchResult(
        line.number(), false, new BatchResult.Text(text), new Batch.Tokens(0, 0, 0, 0));
  }

  /** A line that never ran, since its batch has ended in the way {@code ending}. */
  public byte[] unrun(int line, String customId, BatchStatus ending) {
    return without(
        line,
        customId,
        "batch_" + ending.label(),
        ending == BatchStatus.CANCELLED
            ? "The batch was cancelled before this line ran."
            : "The completion window was over before this line ran.");
  }

  /** A line that ran, and whose result cannot be read any more. */
  public byte[] unreadable(int line, String customId) {
    return without(
        line,
        customId,
        ErrorCode.STORED_DATA_UNREADABLE.code(),
        "The line ran, and what became of it cannot be read any more.");
  }

  private byte[] without(int line, String customId, String code, String message) {
    return written(
        out -> {
          begin(out, line, customId);
          out.writeNullField("response");
          out.writeObjectFieldStart("error");
          out.writeStringField("code", code);
          out.writeStringField("message", message);
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private byte[] ran(LineRun line, String requestId, int status, byte[] body) {
    return written(
        out -> {
          begin(out, line.number(), line.customId());
          out.writeObjectFieldStart("response");
          out.writeNumberField("status_code", status);
          out.writeStringField("request_id", requestId);
          out.writeFieldName("body");
          out.writeRawValue(new String(body, UTF_8));
          out.writeEndObject();
          out.writeNullField("error");
          out.writeEndObject();
        });
  }

  private void begin(JsonGenerator out, int line, String customId) throws IOException {
    String serial = batch.substring(batch.indexOf('_') + 1);
    out.writeStartObject();
    out.writeStringField("id", String.format(Locale.ROOT, "batch_req_%s_%d", serial, line));
    out.writeStringField("custom_id", customId);
  }

  private static Batch.Tokens tokens(Usage usage, long reasoning) {
    return new Batch.Tokens(
        Math.max(0, usage.input()),
        Math.max(0, usage.cached()),
        Math.max(0, usage.output()),
        reasoning);
  }

  private interface Writing {
    void to(JsonGenerator out) throws IOException;
  }

  private static byte[] written(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      writing.to(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
