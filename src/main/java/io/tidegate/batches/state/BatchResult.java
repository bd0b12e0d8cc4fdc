package io.tidegate.batches.state;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

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
    private final Supplier<byte[]> bytes;

    /** The text whose bytes these are, not copied. */
    public Text(byte[] bytes) {
      requireNonNull(bytes, "bytes");
      this.bytes = () -> bytes;
    }

    /** The text that {@code opening} makes readable, each time that it is asked for. */
    public Text(Supplier<byte[]> opening) {
      this.bytes = requireNonNull(opening, "opening");
    }

    /**
     * The bytes, not copied.
     *
     * @throws RuntimeException if what was stored cannot be read
     */
    public byte[] bytes() {
      return bytes.get();
    }
  }

  public BatchResult {
    requireNonNull(text, "text");
    requireNonNull(tokens, "tokens");
  }
}
