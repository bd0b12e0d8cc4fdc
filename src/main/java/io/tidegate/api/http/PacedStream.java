package io.tidegate.api.http;

import static io.tidegate.exchange.ErrorCode.REQUEST_TOO_LARGE;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * A body that must come in time and end: a trickle cannot hold a thread for ever.
 *
 * <p>Seen when something comes; a client that sends nothing meets the server's read timeout.
 */
public final class PacedStream extends FilterInputStream {

  private final long most;
  private final TransferPace pace;
  private long bytes;

  /**
   * The stream {@code in} of at most {@code most} bytes, timed by the nano clock {@code clock};
   * {@code work} counts its pieces.
   */
  public PacedStream(InputStream in, long most, LongSupplier clock, LongAdder work) {
    super(in);
    this.most = most;
    this.pace = new TransferPace(clock, work);
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
    if (!pace.moved(read)) {
      throw new IOException("the body comes too slowly");
    }
  }

  /** What is told of a body of more than {@code most} bytes. */
  public static FailureException tooLarge(long most) {
    return Failure.of(REQUEST_TOO_LARGE, "The body is larger than the limit of " + most + " bytes.")
        .asException();
  }
}
