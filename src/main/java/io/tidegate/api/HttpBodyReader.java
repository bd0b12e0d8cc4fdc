package io.tidegate.api;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;

/** Collects a request body as it comes, so that a slow sender holds no thread. */
final class HttpBodyReader implements ReadListener {

  private final ServletInputStream in;
  private final int limit;
  private final Consumer<byte[]> whole;
  private final Runnable broken;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
  private final byte[] buffer = new byte[8192];
  private boolean done;

  /**
   * A reader of {@code in}.
   *
   * @param whole told the body once, or null as soon as it is over the limit
   * @param broken told when the client left, or stopped, before it had sent all
   */
  HttpBodyReader(ServletInputStream in, int limit, Consumer<byte[]> whole, Runnable broken) {
    this.in = in;
    this.broken = broken;
    this.limit = limit;
    this.whole = whole;
  }

  @Override
  public void onDataAvailable() throws IOException {
    while (!done && in.isReady() && !in.isFinished()) {
      int read = in.read(buffer);
      if (read < 0) {
        return;
      }
      if (body.size() + read > limit) {
        finish(null);
      } else {
        body.write(buffer, 0, read);
      }
    }
  }

  @Override
  public void onAllDataRead() {
    if (!done) {
      finish(body.toByteArray());
    }
  }

  @Override
  public void onError(Throwable cause) {
    if (!done) {
      done = true;
      broken.run();
    }
  }

  private void finish(byte[] result) {
    done = true;
    whole.accept(result);
  }
}
