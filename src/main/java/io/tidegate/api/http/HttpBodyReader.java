package io.tidegate.api.http;

import static io.tidegate.memory.MemoryBudget.EXHAUSTED;

import io.tidegate.exchange.Failure;
import io.tidegate.memory.GrowingBytes;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/**
 * Collects a request body as it comes, so that a slow sender holds no thread; one that is too slow
 * is cut off, since it holds memory.
 */
public final class HttpBodyReader implements ReadListener {

  /**
   * What bounds a body.
   *
   * @param limit its most bytes
   * @param bytes where it is collected
   * @param pace how fast it has to come
   */
  public record Bounds(int limit, GrowingBytes bytes, TransferPace pace) {}

  /** Learns what became of a body, once. */
  public interface Listener {

    /** It is whole. */
    void whole(byte[] body);

    /** It was refused, or did not come to its end. */
    void refused(Failure why);
  }

  private final ServletInputStream in;
  private final Bounds bounds;
  private final Listener listener;
  private final byte[] buffer = new byte[8192];
  private boolean done;

  /** Reads {@code in} within {@code bounds} and tells {@code listener}. */
  public HttpBodyReader(ServletInputStream in, Bounds bounds, Listener listener) {
    this.in = in;
    this.bounds = bounds;
    this.listener = listener;
  }

  @Override
  public void onDataAvailable() throws IOException {
    try {
      while (!done && in.isReady() && !in.isFinished()) {
        int read = in.read(buffer);
        if (read < 0) {
          return;
        }
        add(read);
      }
    } catch (RuntimeException | Error mistake) {
      // Nobody else could end this request.
      refuse(HttpErrorWriter.UNEXPECTED);
      throw mistake;
    }
  }

  private void add(int read) {
    if (bounds.bytes().size() + read > bounds.limit()) {
      refuse(PacedStream.tooLarge(bounds.limit()).failure());
    } else if (!bounds.pace().moved(read)) {
      refuse(HttpErrorWriter.BROKEN_OFF);
    } else if (!bounds.bytes().add(buffer, 0, read)) {
      refuse(EXHAUSTED);
    }
  }

  @Override
  public void onAllDataRead() {
    once(() -> listener.whole(bounds.bytes().whole()));
  }

  @Override
  public void onError(Throwable cause) {
    refuse(HttpErrorWriter.BROKEN_OFF);
  }

  private void refuse(Failure why) {
    once(() -> listener.refused(why));
  }

  private void once(Runnable telling) {
    if (!done) {
      done = true;
      telling.run();
    }
  }
}
