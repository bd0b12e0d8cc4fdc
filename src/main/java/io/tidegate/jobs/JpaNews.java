package io.tidegate.jobs;

import static java.util.Collections.singletonList;

import io.tidegate.store.JpaDatabase;
import io.tidegate.store.JpaOutbox;
import io.tidegate.store.StoreException;
import io.tidegate.webhooks.JpaNotices;
import io.tidegate.webhooks.LostNotices;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Tells of changed jobs, in the transaction that changed them. */
final class JpaNews {

  private JpaNews() {}

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
   * Does {@code change} to {@code jobs} jobs in a transaction. A notice that cannot be written must
   * not keep its job from ending: of a single one the notice is left out then, and {@code lost}.
   */
  static <T> T telling(JpaDatabase database, LostNotices lost, int jobs, Change<T> change) {
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
   * Writes the message of each of {@code ids} that is queued, and if {@code noticed} the notice of
   * each that has ended. All of them have just been changed, by updates and before they were read.
   */
  static void tell(EntityManager manager, Collection<String> ids, boolean noticed) {
    for (JpaJob row : rows(manager, ids)) {
      Job job = row.job();
      if (job.state() == JobState.QUEUED) {
        JpaOutbox.put(manager, row.posting());
      } else if (job.state().isFinal() && noticed) {
        row.notice().ifPresent(notice -> JpaNotices.put(manager, notice));
      }
    }
  }

  /**
   * Does an update, and says how many rows it changed.
   *
   * <p>It is SQL because EclipseLink writes the parameters of JPQL with arithmetic into the text of
   * the statement for H2, as texts and as numbers that H2 does not take for booleans.
   *
   * @param update in SQL, with parameters as {@code :name}
   * @param values the parameters, as name, value, name, value; a list is one of texts, not empty
   */
  static int change(EntityManager manager, String update, Object... values) {
    return query(manager, update, values).executeUpdate();
  }

  /** A query in SQL, with values as in {@link #change}. */
  static Query query(EntityManager manager, String text, Object... values) {
    List<Object> bound = new ArrayList<>();
    String sql = text;
    for (int at = 0; at < values.length; at += 2) {
      List<?> each = values[at + 1] instanceof List<?> list ? list : singletonList(values[at + 1]);
      String places =
          each.stream().map(value -> place(bound, value)).collect(Collectors.joining(", "));
      sql = sql.replaceAll(":" + values[at] + "\\b", places);
    }
    Query query = manager.createNativeQuery(sql);
    for (int at = 0; at < bound.size(); at++) {
      query.setParameter(at + 1, bound.get(at));
    }
    return query;
  }

  private static String place(List<Object> bound, Object value) {
    bound.add(value);
    return "?" + bound.size();
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
