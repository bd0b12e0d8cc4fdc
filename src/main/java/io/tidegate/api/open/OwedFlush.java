package io.tidegate.api.open;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What a stream owes its client: that the events written so far are sent now.
 *
 * <p>Liberty 26.0.0.5 heeds a response's first flush only for its head, so that the first event
 * would be sent with the second one: the first flush is done twice. Not thread-safe.
 */
public final class OwedFlush {

  private static final int HEEDED = 2;

  private boolean owed;
  private int flushes;

  /** Something was written. */
  public void owe() {
    owed = true;
  }

  /** Flushes {@code out}, which is ready, if that is owed; true if it did and may have to again. */
  public boolean pay(OutputStream out) throws IOException {
    if (!owed) {
      return false;
    }
    flush(out);
    owed = flushes < HEEDED;
    return true;
  }

  /**
   * Flushes {@code out}, which is ready, unless a flush was heeded before; true if it did and may
   * have to again. A response that ends before that is sent with its length, and so as a whole.
   */
  public boolean first(OutputStream out) throws IOException {
    if (flushes >= HEEDED) {
      return false;
    }
    flush(out);
    return true;
  }

  private void flush(OutputStream out) throws IOException {
    out.flush();
    flushes = Math.min(HEEDED, flushes + 1);
  }
}
