package io.tidegate.warmup;

import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static io.tidegate.exchange.ErrorCode.MISSING_PARAMETER;
import static java.util.Objects.requireNonNull;

import io.tidegate.cache.hot.RepeatableRequest;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Questions;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.RequestLine;
import io.tidegate.exchange.TenantId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reads past requests to be asked again: JSON lines, each a line of an OpenAI batch or the bare
 * body of a request. Thread-safe.
 */
public final class RequestFile {

  /** In whose name the requests are. */
  public record Owner(TenantId tenant, boolean pinned) {}

  private static final int MOST_LINES = 10_000;

  private final Questions questions;
  private final UnaryOperator<String> resolve;

  /**
   * A reader.
   *
   * @param resolve the model behind a name
   */
  RequestFile(Questions questions, UnaryOperator<String> resolve) {
    this.questions = requireNonNull(questions, "questions");
    this.resolve = requireNonNull(resolve, "resolve");
  }

  /**
   * The questions in {@code file}, whose blank lines do not count.
   *
   * @throws FailureException that names the first line which is wrong, and the rule; no words of
   *     the file are in it
   */
  public List<RepeatableRequest> read(byte[] file, Owner owner) {
    List<RepeatableRequest> wordings = new ArrayList<>();
    int number = 1;
    for (int start = 0; start < file.length; number++) {
      int end = start;
      while (end < file.length && file[end] != '\n') {
        end++;
      }
      if (!isBlank(file, start, end)) {
        wordings.add(wording(Arrays.copyOfRange(file, start, end), number, owner));
      }
      if (wordings.size() > MOST_LINES) {
        throw wrong(INVALID_VALUE, number, "There must be at most " + MOST_LINES + " requests.");
      }
      start = end + 1;
    }
    if (wordings.isEmpty()) {
      throw Failure.of(MISSING_PARAMETER, "There must be a request in the file.").asException();
    }
    return wordings;
  }

  private static boolean isBlank(byte[] file, int start, int end) {
    int at = start;
    while (at < end && file[at] >= 0 && file[at] <= ' ') {
      at++;
    }
    return at == end;
  }

  private RepeatableRequest wording(byte[] line, int number, Owner owner) {
    try {
      RequestLine asked = RequestLine.parse(line);
      Request request = questions.parse(asked.body(), asked.operation());
      return new RepeatableRequest(
          resolve.apply(request.model()),
          asked.operation(),
          owner.tenant(),
          owner.pinned(),
          request.body());
    } catch (FailureException refused) {
      throw wrong(refused.failure().code(), number, refused.failure().message());
    }
  }

  private static FailureException wrong(ErrorCode code, int line, String rule) {
    return Failure.of(code, "Line " + line + ": " + rule).asException();
  }
}
