package io.tidegate.store;

import static java.util.Objects.requireNonNull;

import jakarta.persistence.EntityManager;
import java.util.List;

/** The outbox as a table. Thread-safe. */
public final class JpaOutbox implements Outbox {

  /** Rows that another server is handing over are passed by, so that none waits for another. */
  private static final String DUE =
      "select * from outbox where queue = ?1 and due_at <= ?2 order by priority desc, id"
          + " fetch first ?3 rows only for update skip locked";

  private final JpaDatabase database;

  /** The outbox in {@code database}. */
  public JpaOutbox(JpaDatabase database) {
    this.database = requireNonNull(database, "database");
  }

  /** Writes {@code posting} in the transaction of {@code manager}. */
  public static void put(EntityManager manager, Posting posting) {
    manager.persist(new JpaPosting(posting));
  }

  @Override
  public int pass(String queue, int most, long now, Handover handover) throws BrokerException {
    try {
      return database.call(manager -> pass(manager, due(manager, queue, most, now), handover));
    } catch (Refused refused) {
      throw refused.broker;
    }
  }

  @Override
  public long backlog(long now) {
    return database.call(
        manager ->
            manager
                .createQuery("select count(p) from JpaPosting p where p.dueAt <= :now", Long.class)
                .setParameter("now", now)
                .getSingleResult());
  }

  @Override
  public long oldest(long now) {
    return database.call(
        manager -> {
          Long due =
              manager
                  .createQuery(
                      "select min(p.dueAt) from JpaPosting p where p.dueAt <= :now", Long.class)
                  .setParameter("now", now)
                  .getSingleResult();
          return due == null ? 0 : now - due;
        });
  }

  private static int pass(EntityManager manager, List<Posting> due, Handover handover) {
    if (due.isEmpty()) {
      return 0;
    }
    try {
      handover.accept(due);
    } catch (BrokerException refused) {
      throw new Refused(refused);
    }
    var unused =
        manager
            .createQuery("delete from JpaPosting p where p.id in :ids")
            .setParameter("ids", due.stream().map(Posting::id).toList())
            .executeUpdate();
    return due.size();
  }

  @SuppressWarnings("unchecked") // a native query for one class gives that class
  private static List<Posting> due(EntityManager manager, String queue, int most, long now) {
    List<JpaPosting> rows =
        manager
            .createNativeQuery(DUE, JpaPosting.class)
            .setParameter(1, queue)
            .setParameter(2, now)
            .setParameter(3, most)
            .getResultList();
    return rows.stream().map(JpaPosting::posting).toList();
  }

  /** Carries what the handover threw out of the transaction, which it rolls back. */
  private static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final BrokerException broker;

    Refused(BrokerException broker) {
      super(broker);
      this.broker = broker;
    }
  }
}
