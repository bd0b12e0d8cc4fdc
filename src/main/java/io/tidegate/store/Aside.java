package io.tidegate.store;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Rows that a duty could not be done for, laid aside for a while, so that they hold up no others:
 * whoever looks for the next rows leaves these out. Thread-safe.
 *
 * <p>Only what a row itself is to blame for lays it aside; a database that is away ends the duty.
 */
public final class Aside {

  private static final Logger LOG = System.getLogger(Aside.class.getName());

  private static final int MOST = 1000;
  private static final long TIME = Duration.ofMinutes(10).toMillis();

  private final String duty;
  private final Map<String, Long> until = new LinkedHashMap<>();

  /** Nothing is aside yet; {@code duty} is what is said in logs of what failed. */
  public Aside(String duty) {
    this.duty = requireNonNull(duty, "duty");
  }

  /** The ids to be left out at {@code now}, in epoch milliseconds; never empty, for SQL's sake. */
  public synchronized List<String> ids(long now) {
    // A clock that was set back must not leave them there for long.
    until.values().removeIf(end -> end <= now || end - now > TIME);
    return JpaStatements.listed(until.keySet());
  }

  /**
   * Does {@code transaction} for {@code rows}, together if that goes, and else for one after the
   * other.
   *
   * @return how many it changed
   * @throws StoreException if the database is away
   */
  public int each(List<String> rows, long now, ToIntFunction<List<String>> transaction) {
    if (rows.isEmpty()) {
      return 0;
    }
    try {
      return transaction.applyAsInt(rows);
    } catch (RuntimeException failed) {
      throwIfAway(failed);
      if (rows.size() == 1) {
        lay(rows.get(0), now, failed);
        return 0;
      }
    }
    int changed = 0;
    for (String row : rows) {
      changed += each(List.of(row), now, transaction);
    }
    return changed;
  }

  /** Does {@code transaction} for the row {@code id}, as {@link #each}. */
  public void one(String id, long now, Runnable transaction) {
    var unused =
        each(
            List.of(id),
            now,
            any -> {
              transaction.run();
              return 1;
            });
  }

  private static void throwIfAway(RuntimeException failed) {
    if (failed instanceof StoreException store && !store.ofRows()) {
      throw store;
    }
  }

  private synchronized void lay(String id, long now, RuntimeException failed) {
    until.put(id, now + TIME);
    if (until.size() > MOST) {
      until.remove(until.keySet().iterator().next());
    }
    Object why = failed instanceof StoreException store ? store.reason() : failed.getClass();
    LOG.log(Level.ERROR, "{0} failed for {1}, which is left alone for now: {2}", duty, id, why);
  }
}
