package io.tidegate.quotas;

import io.tidegate.exchange.Failure;

/**
 * The right of one call to be there, or why it has none. Thread-safe.
 *
 * <p>What was taken for it is given back by {@link #close}, once, however often that is called.
 */
public final class Pass implements AutoCloseable {

  /** The right of a call for which nothing is limited. */
  static final Pass FREE = new Pass(new Taken(), null);

  private final Taken taken;
  private final Failure refusal;

  private Pass(Taken taken, Failure refusal) {
    this.taken = taken;
    this.refusal = refusal;
  }

  static Pass of(Taken taken) {
    return new Pass(taken, null);
  }

  static Pass refused(Failure why) {
    return new Pass(new Taken(), why);
  }

  /** Why there is none; null if there is one. */
  public Failure refusal() {
    return refusal;
  }

  /** Whether anything is to be given back. */
  public boolean lends() {
    return this != FREE;
  }

  Taken taken() {
    return taken;
  }

  @Override
  public void close() {
    if (this != FREE) {
      taken.end();
    }
  }
}
