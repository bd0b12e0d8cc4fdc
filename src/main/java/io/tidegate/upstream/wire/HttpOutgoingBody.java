package io.tidegate.upstream.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.http.nio.DataStreamChannel;

/** What of a request's body is still to be sent. For one thread at a time. */
final class HttpOutgoingBody {

  /**
   * The most bytes of a write: the JDK copies each into memory outside the heap, which it keeps for
   * the thread.
   */
  static final int PIECE = 64 << 10;

  private final List<ByteBuffer> parts;
  private int remaining;
  private int next;

  /** Nothing of {@code parts}, which stay as they are, has been sent. */
  HttpOutgoingBody(List<ByteBuffer> parts) {
    this.parts = parts.stream().map(ByteBuffer::duplicate).toList();
    this.remaining = parts.stream().mapToInt(ByteBuffer::remaining).sum();
  }

  /** How many bytes are to be sent. */
  int remaining() {
    return remaining;
  }

  /** Writes what {@code channel} takes. */
  void write(DataStreamChannel channel) throws IOException {
    boolean taken = true;
    while (taken && next < parts.size()) {
      ByteBuffer part = parts.get(next);
      int length = Math.min(PIECE, part.remaining());
      ByteBuffer piece = part.slice(part.position(), length);
      channel.write(piece);
      part.position(part.position() + piece.position());
      remaining -= piece.position();
      taken = !piece.hasRemaining();
      next += part.hasRemaining() ? 0 : 1;
    }
  }
}
