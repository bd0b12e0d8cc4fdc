package io.tidegate.batches.lines;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.upstream.reading.AnswerJson;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Reads answers as they are put into a line of an output file. */
final class AnswerText {

  /** The way to it, by any of the names that dialects have. */
  private static final List<Set<String>> REASONING =
      List.of(
          Set.of("usage"),
          Set.of("completion_tokens_details", "output_tokens_details"),
          Set.of("reasoning_tokens"));

  private AnswerText() {}

  /**
   * How many tokens of the answer {@code json} were spent on reasoning, 0 if it does not say.
   *
   * @throws IOException if it is not one JSON value
   */
  static long reasoning(byte[] json) throws IOException {
    try (JsonParser in = AnswerJson.parser(json)) {
      if (in.nextToken() == null) {
        throw new IOException("no value");
      }
      long reasoning = reasoning(in, 0);
      if (in.nextToken() != null) {
        throw new IOException("more than one value");
      }
      return reasoning;
    }
  }

  private static long reasoning(JsonParser in, int depth) throws IOException {
    if (depth == REASONING.size()) {
      long tokens =
          in.currentToken() == JsonToken.VALUE_NUMBER_INT ? (long) in.getDoubleValue() : 0;
      in.skipChildren();
      in.finishToken();
      return Math.max(0, tokens);
    }
    long found = 0;
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      in.finishToken();
      return found;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      boolean leads = REASONING.get(depth).contains(in.currentName());
      in.nextToken();
      if (leads) {
        found = reasoning(in, depth + 1);
      } else {
        in.skipChildren();
      }
    }
    return found;
  }

  /** {@code json} on one line: its line breaks, which cannot be in a string, become spaces. */
  static byte[] onOneLine(byte[] json) {
    byte[] line = json.clone();
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = ' ';
      }
    }
    return line;
  }
}
