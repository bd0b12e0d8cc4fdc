package io.tidegate.batches.rows;

import io.tidegate.batches.state.BatchResult;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;

/** Reads results in pages that are bounded in rows and in bytes. */
final class JpaResultPage {

  private static final int MOST_ROWS = 500;
  private static final long MOST_BYTES = 1 << 20;

  private static final String OF = " from JpaBatchResult r where r.batch = :batch and r.ok = :ok";

  private final EntityManager manager;
  private final String batch;
  private final boolean ok;

  JpaResultPage(EntityManager manager, String batch, boolean ok) {
    this.manager = manager;
    this.batch = batch;
    this.ok = ok;
  }

  /** The results of the lines after the line {@code after}, at least one unless there is none. */
  List<BatchResult> after(int after) {
    int last = last(after);
    return query("select r", " and r.number <= :last", JpaBatchResult.class, after)
        .setParameter("last", last)
        .getResultList()
        .stream()
        .map(JpaBatchResult::result)
        .toList();
  }

  private int last(int after) {
    long bytes = 0;
    int last = after;
    for (Object[] row :
        query("select r.number, r.length", "", Object[].class, after)
            .setMaxResults(MOST_ROWS)
            .getResultList()) {
      bytes += (Integer) row[1];
      if (last != after && bytes > MOST_BYTES) {
        break;
      }
      last = (Integer) row[0];
    }
    return last;
  }

  private <T> TypedQuery<T> query(String select, String more, Class<T> type, int after) {
    return manager
        .createQuery(select + OF + " and r.number > :after" + more + " order by r.number", type)
        .setParameter("batch", batch)
        .setParameter("ok", ok)
        .setParameter("after", after);
  }
}
