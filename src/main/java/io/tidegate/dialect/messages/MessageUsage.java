package io.tidegate.dialect.messages;

import com.fasterxml.jackson.core.JsonParser;
import io.tidegate.exchange.Usage;
import io.tidegate.upstream.reading.Members;
import java.io.IOException;

/**
 * The tokens that a message reports, at its start and again, as far as it has come, at its end: of
 * each number the last counts. Tokens read from or written to the cache are not among those called
 * input. For one message.
 */
final class MessageUsage {

  private static final int INPUT = 0;
  private static final int WRITTEN = 1;
  private static final int CACHED = 2;
  private static final int OUTPUT = 3;

  private final long[] tokens = {-1, -1, -1, -1};

  /** Reads an object {@code usage}, at whose start {@code in} is. */
  void read(JsonParser in) throws IOException {
    Members.of(in, this::member);
  }

  private void member(String name, JsonParser in) throws IOException {
    switch (name) {
      case "input_tokens" -> number(INPUT, in);
      case "cache_creation_input_tokens" -> number(WRITTEN, in);
      case "cache_read_input_tokens" -> number(CACHED, in);
      case "output_tokens" -> number(OUTPUT, in);
      default -> in.skipChildren();
    }
  }

  private void number(int which, JsonParser in) throws IOException {
    tokens[which] = Members.number(in, tokens[which]);
  }

  /** The tokens reported so far. */
  Usage usage() {
    boolean none = tokens[INPUT] < 0 && tokens[WRITTEN] < 0 && tokens[CACHED] < 0;
    long input =
        Math.max(0, tokens[INPUT]) + Math.max(0, tokens[WRITTEN]) + Math.max(0, tokens[CACHED]);
    return new Usage(none ? -1 : input, tokens[CACHED], tokens[OUTPUT]);
  }
}
