package io.tidegate.jobs;

import io.tidegate.store.JpaDatabase;
import io.tidegate.store.JpaOutbox;
import io.tidegate.store.StoreException;
import io.tidegate.webhooks.JpaWebhookEvents;
import io.tidegate.webhooks.LostWebhookEvents;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;

/** Tells of changed jobs, in the transaction that changed them. */
final class JpaJobEvents {

  private JpaJobEvents() {}

  /** A transaction that tells of what it changed. */
  interface Change<T> {

    /**
     * Does it.
     *
     * @param noticed whether owners are told, too
     */
    T in(EntityManager manager, boolean noticed);
  }

  /**
   * Does {@code change} to {@code jobs} jobs in a transaction. An event that cannot be written must
   * not keep its job from ending: of a single one the event is left out then, and {@code lost}.
   */
  static <T> T telling(JpaDatabase database, LostWebhookEvents lost, int jobs, Change<T> change) {
    try {
      return database.call(manager -> change.in(manager, true));
    } catch (StoreException failed) {
      if (jobs != 1 || !failed.ofRows()) {
        throw failed;
      }
      T done = database.call(manager -> change.in(manager, false));
      lost.add("a job", failed.reason());
      return done;
    }
  }

  /**
   * Writes the message of each of {@code ids} that is queued, and if {@code noticed} the event of
   * each that has ended. All of them have just been changed, by updates and before they were read.
   */
  static void tell(EntityManager manager, Collection<String> ids, boolean noticed) {
    for (JpaJob row : rows(manager, ids)) {
      Job job = row.job();
      if (job.state() == JobState.QUEUED) {
        JpaOutbox.put(manager, row.posting());
      } else if (job.state().isFinal() && noticed) {
        row.event().ifPresent(event -> JpaWebhookEvents.put(manager, event));
      }
    }
  }

  /** The rows of {@code ids}. */
  static List<JpaJob> rows(EntityManager manager, Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : manager
            .createQuery("select j from JpaJob j where j.id in :ids order by j.id", JpaJob.class)
            .setParameter("ids", ids)
            .getResultList();
  }
}
