package io.tidegate.api.http;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.AnswerReader;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes that are written piece by piece: a body, or an event of one. For one thread at a time. */
public final class PiecedBody {

  /** The most bytes of a write: the server keeps a copy of each until the client has it. */
  public static final int PIECE = 64 << 10;

  private final byte[] bytes;
  private final int polled;
  private int written;

  /**
   * A body of {@code bytes}, not copied, of which nothing is written.
   *
   * @param polled how many bytes its reader took for it
   */
  public PiecedBody(byte[] bytes, int polled) {
    this.bytes = requireNonNull(bytes, "bytes");
    this.polled = polled;
  }

  /** Writes the next piece; true if it was the last, and {@code reader} has passed it on. */
  public boolean write(OutputStream out, AnswerReader reader) throws IOException {
    int length = Math.min(PIECE, bytes.length - written);
    out.write(bytes, written, length);
    written += length;
    if (written < bytes.length) {
      return false;
    }
    reader.passedOn(polled);
    return true;
  }
}
