package io.tidegate.work;

import static java.util.Objects.requireNonNull;

import io.tidegate.logging.LogText;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Trouble that is told once in the log, however often it is met, and anew only after all went well
 * meanwhile. Thread-safe.
 */
public final class Complaint {

  private final Logger log;
  private volatile boolean open;

  /** No trouble yet; it is told in {@code log}. */
  public Complaint(Logger log) {
    this.log = requireNonNull(log, "log");
  }

  /** Tells {@code message}, with {@code parameters} in its braces, unless trouble was told. */
  public void tell(String message, Object... parameters) {
    if (!open) {
      open = true;
      log.log(Level.WARNING, message, parameters);
    }
  }

  /** Tells {@code message} as an error, with {@code mistake}'s trace, unless trouble was told. */
  public void tellMistake(String message, Throwable mistake) {
    if (!open) {
      open = true;
      log.log(Level.ERROR, message, LogText.thrown(mistake));
    }
  }

  /** All goes well. */
  public void settle() {
    open = false;
  }

  /** Whether trouble was told, and nothing has gone well since. */
  public boolean isOpen() {
    return open;
  }
}
