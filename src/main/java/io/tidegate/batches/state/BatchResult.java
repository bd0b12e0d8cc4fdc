package io.tidegate.batches.state;

import static java.util.Objects.requireNonNull;

/**
 * What became of a line, as it stands in a file in the end.
 *
 * @param line the number of the line
 * @param ok whether it was answered
 * @param text what is written of it
 * @param tokens what it took
 */
public record BatchResult(int line, boolean ok, Text text, Batch.Tokens tokens) {

  /** A line of JSON without its line feed, not to be changed. */
  public static final class Text {
    private final byte[] bytes;

    /** The text whose bytes these are, not copied. */
    public Text(byte[] bytes) {
      this.bytes = requireNonNull(bytes, "bytes");
    }

    /** The bytes, not copied. */
    public byte[] bytes() {
      return bytes;
    }
  }

  public BatchResult {
    requireNonNull(text, "text");
    requireNonNull(tokens, "tokens");
  }
}
