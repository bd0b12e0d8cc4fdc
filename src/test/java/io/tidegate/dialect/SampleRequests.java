package io.tidegate.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;

/** Requests as a dialect reads them. */
public final class SampleRequests {

  private SampleRequests() {}

  /** What {@code dialect} reads in {@code body}, whose quotes are single ones. */
  public static Request parse(Dialect dialect, Operation operation, String body) {
    return dialect.parse(SampleStreams.json(body).getBytes(UTF_8), operation);
  }

  /** Why {@code dialect} refuses {@code body}. */
  public static Failure refusal(Dialect dialect, Operation operation, String body) {
    return catchThrowableOfType(FailureException.class, () -> parse(dialect, operation, body))
        .failure();
  }

  /** What stands at {@code span} of {@code request}. */
  public static String text(Request request, Range span) {
    return new String(request.bytes(), span.start(), span.end() - span.start(), UTF_8);
  }
}
