package io.tidegate.store;

import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.logging.LogText;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;

/** The database did not do what was asked of it; nothing of it was done. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = System.getLogger(StoreException.class.getName());

  /** Classes of SQLSTATE: data exception, integrity constraint, PostgreSQL's program limits. */
  private static final Set<String> REFUSED = Set.of("22", "23", "54");

  private static final Failure AWAY =
      Failure.of(STORE_UNAVAILABLE, "The database does not answer. Try again in a moment.");

  private final boolean ofRows;

  /** The database failed by {@code cause}. */
  public StoreException(Throwable cause) {
    this(cause, isRefusal(cause));
  }

  /** The database failed by {@code cause}; {@code ofRows} as {@link #ofRows} says. */
  StoreException(Throwable cause, boolean ofRows) {
    super("the database failed", cause);
    this.ofRows = ofRows;
  }

  /**
   * Whether the database refused what was to be stored or read, and not the work as such: a value
   * too long for its column or with a character that it does not take, a constraint, a row that no
   * object can be made of. Others may go well then; otherwise the database is away.
   */
  public boolean ofRows() {
    return ofRows;
  }

  private static boolean isRefusal(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return REFUSED.stream().anyMatch(sql.getSQLState()::startsWith);
      }
    }
    return false;
  }

  /**
   * What failed, for logs: its class and the SQLSTATE, if one is told, for a driver's own words may
   * hold values of a row, or the address with a password in it.
   */
  public String reason() {
    Throwable deepest = this;
    String state = "";
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
      if (deepest instanceof SQLException sql && sql.getSQLState() != null) {
        state = ", SQLSTATE " + LogText.of(sql.getSQLState());
      }
    }
    return deepest.getClass().getName() + state;
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
