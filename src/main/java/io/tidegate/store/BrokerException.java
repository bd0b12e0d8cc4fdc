package io.tidegate.store;

/** The broker did not take a message. */
public final class BrokerException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean full;

  /** A failure with its cause; {@code full} if the broker is there, but has no room. */
  public BrokerException(boolean full, Throwable cause) {
    super(full ? "the broker is full" : "the broker is away", cause);
    this.full = full;
  }

  /** Whether the broker is there, but has no room. */
  public boolean full() {
    return full;
  }
}
