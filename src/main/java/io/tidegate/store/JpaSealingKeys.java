package io.tidegate.store;

import static java.util.Objects.requireNonNull;

import io.tidegate.sealing.Sealing;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * The ids of all keys by which anything in the database was sealed, by any server. A server whose
 * keys are others reads nothing of what those sealed: it says so once, at its start.
 */
final class JpaSealingKeys {

  private static final Logger LOG = System.getLogger(JpaSealingKeys.class.getName());

  private final JpaDatabase database;
  private final Sealing sealing;

  JpaSealingKeys(JpaDatabase database, Sealing sealing) {
    this.database = requireNonNull(database, "database");
    this.sealing = requireNonNull(sealing, "sealing");
  }

  /**
   * Adds the key that seals from {@code now} on, in epoch milliseconds, and warns of those that are
   * not here.
   *
   * @return their ids
   * @throws StoreException if the database fails
   */
  List<String> check(long now) {
    List<String> missing = new ArrayList<>(database.call(JpaSealingKeys::used));
    if (sealing.on() && !missing.contains(sealing.ids().get(0))) {
      add(sealing.ids().get(0), now);
    }
    missing.removeAll(sealing.ids());
    for (String id : missing) {
      LOG.log(
          Level.WARNING,
          "the database may hold prompts and answers that were sealed by the key {0}, which is not"
              + " among this server''s: they cannot be read here (tidegate.storage.keys)",
          id);
    }
    return missing;
  }

  private void add(String id, long now) {
    try {
      database.run(
          manager -> {
            var unused =
                manager
                    .createNativeQuery("insert into sealing_key (id, first_used_at) values (?, ?)")
                    .setParameter(1, id)
                    .setParameter(2, now)
                    .executeUpdate();
          });
    } catch (StoreException there) {
      if (!there.ofRows()) {
        throw there;
      }
      LOG.log(Level.DEBUG, "another server has added the key meanwhile");
    }
  }

  @SuppressWarnings("unchecked") // a native query for one column gives its values
  private static List<String> used(EntityManager manager) {
    return manager.createNativeQuery("select id from sealing_key order by id").getResultList();
  }
}
