package io.tidegate.store;

import static java.util.Objects.requireNonNull;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The database: does work in transactions, each on a connection of its own.
 *
 * <p>Blocks its caller. Thread-safe.
 */
public final class JpaDatabase {

  /**
   * SQLSTATEs of a transaction that lost against another and may be done again: serialization
   * failure, deadlock (SQL standard class 40, PostgreSQL), and H2's lock timeout.
   */
  private static final Set<String> LOST = Set.of("40001", "40P01", "HYT00");

  private static final int TRIES = 4;

  private final EntityManagerFactory factory;

  /** The database behind {@code factory}, whose transactions are its own (RESOURCE_LOCAL). */
  public JpaDatabase(EntityManagerFactory factory) {
    this.factory = requireNonNull(factory, "factory");
  }

  /**
   * What {@code work} returns, once its transaction has been committed. It is done again when it
   * has lost against another transaction, so that it must have no effect elsewhere that cannot be
   * repeated.
   *
   * @throws StoreException if the database fails; then nothing was done
   */
  public <T> T call(Function<EntityManager, T> work) {
    for (int left = TRIES; ; left--) {
      try {
        return once(work);
      } catch (RuntimeException failed) {
        SQLException database = database(failed);
        if (database == null && !(failed instanceof PersistenceException)) {
          throw failed;
        }
        if (database == null) {
          throw unspoken(failed);
        }
        if (left == 1 || !LOST.contains(database.getSQLState())) {
          throw new StoreException(failed);
        }
      }
    }
  }

  /** Does {@code work} in a transaction, as {@link #call}. */
  public void run(Consumer<EntityManager> work) {
    var unused =
        call(
            manager -> {
              work.accept(manager);
              return null;
            });
  }

  private <T> T once(Function<EntityManager, T> work) {
    try (EntityManager manager = factory.createEntityManager()) {
      EntityTransaction transaction = manager.getTransaction();
      transaction.begin();
      try {
        T result = work.apply(manager);
        transaction.commit();
        return result;
      } finally {
        if (transaction.isActive()) {
          transaction.rollback();
        }
      }
    }
  }

  /** A driver or a pool that fails says so in SQL's terms; without them a row was unreadable. */
  private static StoreException unspoken(Throwable failed) {
    boolean ofRows = true;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      ofRows &= !(cause instanceof SQLException);
    }
    return new StoreException(failed, ofRows);
  }

  /** What the database itself said, or null; EclipseLink does not wrap all of it as JPA says. */
  private static SQLException database(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql;
      }
    }
    return null;
  }
}
