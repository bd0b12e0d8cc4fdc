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

  private boolean owed;
  private boolean heeded;

  /** Something was written. */
  public void owe() {
    owed = true;
  }

  /** Flushes {@code out}, which is ready, if that is owed; true if it did and may have to again. */
  public boolean pay(OutputStream out) throws IOException {
    if (!owed) {
      return false;
    }
    out.flush();
    owed = !heeded;
    heeded = true;
    return true;
  }
}
