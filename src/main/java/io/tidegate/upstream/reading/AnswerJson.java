package io.tidegate.upstream.reading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/**
 * Reads nodes' JSON as liberally as their clients do: {@code NaN} and {@code Infinity} are numbers,
 * as in Python, and no text, number or name is too long, for the whole is bounded already.
 */
public final class AnswerJson {

  /**
   * A level takes some 60 bytes while it is open, so that no depth of a bounded text is harmful.
   */
  private static final int DEEPEST = 100_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNestingDepth(DEEPEST)
                  .build())
          .build();

  private AnswerJson() {}

  /** A parser at the start of {@code json}. */
  public static JsonParser parser(byte[] json) throws IOException {
    return JSON.createParser(json);
  }

  /** Whether the text at which {@code in} stands in {@code json} has a character. */
  public static boolean hasText(JsonParser in, byte[] json) throws IOException {
    long quote = in.currentTokenLocation().getByteOffset();
    boolean seen = quote >= 0 && quote + 1 < json.length && json[(int) quote] == '"';
    return seen ? json[(int) quote + 1] != '"' : in.getTextLength() > 0;
  }

  /** Passes over the list or object at which {@code in} stands; whether it holds anything. */
  public static boolean skipNonEmpty(JsonParser in) throws IOException {
    boolean something = false;
    for (int depth = 1; depth > 0; something |= depth > 0) {
      JsonToken token = in.nextToken();
      if (token == null) {
        throw new IOException("the text breaks off");
      }
      depth += token.isStructStart() ? 1 : 0;
      depth -= token.isStructEnd() ? 1 : 0;
    }
    return something;
  }
}
