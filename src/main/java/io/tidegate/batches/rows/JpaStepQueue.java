package io.tidegate.batches.rows;

import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.steps.StepMessage;
import io.tidegate.batches.steps.StepMessage.Kind;
import io.tidegate.store.JpaOutbox;
import io.tidegate.store.Posting;
import io.tidegate.store.Queues;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;

/**
 * Decides which step of a batch comes next, and posts it: all under the lock of the batch's row,
 * which makes whoever changes something of one batch take turns.
 */
final class JpaStepQueue {

  private static final int PRIORITY = 4;

  private JpaStepQueue() {}

  /** The row of {@code batch}, locked until the end of the transaction; null if there is none. */
  static JpaBatch lock(EntityManager manager, String batch) {
    return manager.find(JpaBatch.class, batch, LockModeType.PESSIMISTIC_WRITE);
  }

  /** The step of its own that {@code batch} waits for while it has one posted. */
  static Kind kind(JpaBatch batch) {
    return batch.status == BatchStatus.VALIDATING ? Kind.VALIDATE : Kind.FINISH;
  }

  /** Posts the batch's own step {@code kind}, due at {@code due}. */
  static void own(EntityManager manager, JpaBatch batch, Kind kind, long due) {
    batch.postedAt = due;
    batch.postings++;
    put(manager, Queues.STEPS, StepMessage.subject(kind, batch.id, 0), batch.postings, due);
  }

  /** Posts {@code slice}, due at {@code due}. */
  static void slice(EntityManager manager, JpaSlice slice, long due) {
    slice.state = JpaSlice.OPEN;
    slice.leaseUntil = 0;
    slice.postedAt = due;
    slice.postings++;
    String subject = StepMessage.subject(Kind.SLICE, slice.batch, slice.number);
    put(manager, Queues.BATCHES, subject, slice.postings, due);
  }

  /** Posts the next slice that has not been posted yet, if there is one. */
  static void next(EntityManager manager, JpaBatch batch, long due) {
    List<JpaSlice> next =
        manager
            .createQuery(
                "select s from JpaSlice s where s.batch = :batch and s.state = 'OPEN'"
                    + " and s.postedAt = 0 order by s.number",
                JpaSlice.class)
            .setParameter("batch", batch.id)
            .setMaxResults(1)
            .getResultList();
    next.forEach(slice -> slice(manager, slice, due));
  }

  /** Posts the end of the batch if nothing of it runs any more and nothing will. */
  static void settle(EntityManager manager, JpaBatch batch, long now) {
    if (batch.postedAt == 0 && atEnd(manager, batch, now)) {
      own(manager, batch, Kind.FINISH, now);
    }
  }

  /** Whether nothing of the batch runs any more and nothing will. */
  static boolean atEnd(EntityManager manager, JpaBatch batch, long now) {
    return switch (batch.status) {
      case VALIDATING, FAILED, COMPLETED, EXPIRED, CANCELLED -> false;
      case FINALIZING -> true;
      case CANCELLING -> count(manager, batch, "=", JpaSlice.RUNNING) == 0;
      case IN_PROGRESS ->
          batch.expired(now)
              ? count(manager, batch, "=", JpaSlice.RUNNING) == 0
              : count(manager, batch, "<>", JpaSlice.DONE) == 0;
    };
  }

  private static long count(EntityManager manager, JpaBatch batch, String relation, String state) {
    return manager
        .createQuery(
            "select count(s) from JpaSlice s where s.batch = :batch and s.state "
                + relation
                + " :state",
            Long.class)
        .setParameter("batch", batch.id)
        .setParameter("state", state)
        .getSingleResult();
  }

  private static void put(
      EntityManager manager, String queue, String subject, int posting, long due) {
    JpaOutbox.put(manager, Posting.of(queue, subject, subject + ":" + posting, PRIORITY, due));
  }
}
