package io.tidegate.api;

import static io.tidegate.exchange.ErrorCode.REQUEST_TOO_LARGE;

import io.tidegate.exchange.Failure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A body that must come in time and end: a trickle cannot hold a thread for ever.
 *
 * <p>Seen when something comes; a client that sends nothing meets the server's read timeout.
 */
final class PacedStream extends FilterInputStream {

  /** What anybody may take before the pace counts. */
  private static final long GRACE_SECONDS = 60;

  /** Far below any line that a large file would be sent over. */
  private static final long LEAST_BYTES_PER_SECOND = 16 << 10;

  private final LongSupplier clock;
  private final long most;
  private final long began;
  private long bytes;

  /** The stream {@code in} of at most {@code most} bytes, timed by the nano clock {@code clock}. */
  PacedStream(InputStream in, long most, LongSupplier clock) {
    super(in);
    this.most = most;
    this.clock = clock;
    this.began = clock.getAsLong();
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) throws IOException {
    bytes += read;
    if (bytes > most) {
      throw tooLarge(most);
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(clock.getAsLong() - began);
    if ((seconds - GRACE_SECONDS) * LEAST_BYTES_PER_SECOND > bytes) {
      throw new IOException("the body comes too slowly");
    }
  }

  static RuntimeException tooLarge(long most) {
    return Failure.of(REQUEST_TOO_LARGE, "The body is larger than the limit of " + most + " bytes.")
        .asException();
  }
}
