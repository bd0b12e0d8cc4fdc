package io.tidegate.batches;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Questions;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the tests write: a model, perhaps a stream, perhaps an input. */
public final class FakeQuestions implements Questions {

  private static final Pattern MODEL = Pattern.compile("\"model\":(\"[^\"]*\")");
  private static final Pattern INPUT = Pattern.compile("\"input\":(.*)}");

  @Override
  public Request parse(byte[] body, Operation operation) {
    String text = new String(body, ISO_8859_1);
    Matcher model = MODEL.matcher(text);
    if (!model.find()) {
      throw Failure.ofParam(ErrorCode.MISSING_PARAMETER, "model", "Missing: 'model'.")
          .asException();
    }
    Matcher input = INPUT.matcher(text);
    Range span = input.find() ? new Range(input.start(1), input.end(1)) : Range.NONE;
    String name = model.group(1).substring(1, model.group(1).length() - 1);
    boolean stream = text.contains("\"stream\":true");
    return new Request(
        body, Request.Facts.of(name, stream, new Range(model.start(1), model.end(1)), span));
  }
}
