package io.tidegate.store;

import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/** The database did not do what was asked of it; nothing of it was done. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = System.getLogger(StoreException.class.getName());
  private static final Failure AWAY =
      Failure.of(STORE_UNAVAILABLE, "The database does not answer. Try again in a moment.");

  /** The database failed by {@code cause}. */
  public StoreException(Throwable cause) {
    super("the database failed", cause);
  }

  /** What failed, for logs: its class alone, for a driver's own words may hold values of a row. */
  public String reason() {
    Throwable deepest = this;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.getClass().getName();
  }

  /**
   * What {@code asked} returns, for somebody who is to be told.
   *
   * @throws FailureException {@code STORE_UNAVAILABLE} if the database failed
   */
  public static <T> T told(Supplier<T> asked) {
    try {
      return asked.get();
    } catch (StoreException away) {
      LOG.log(Level.WARNING, "the database did not answer a request: {0}", away.reason());
      throw AWAY.asException();
    }
  }
}
