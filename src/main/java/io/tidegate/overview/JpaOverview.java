package io.tidegate.overview;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.Page;
import io.tidegate.store.StoreException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads the tables of jobs and batches across tenants, in words that all databases know.
 *
 * <p>Waits for the database; throws {@link io.tidegate.exchange.FailureException} {@code
 * STORE_UNAVAILABLE} if it fails. Thread-safe.
 */
public final class JpaOverview {

  private static final String JOBS =
      "select id, tenant, state, operation, model, stream, priority, attempts, created_at,"
          + " started_at, finished_at, deadline_at, expires_at, error_code from job";
  private static final String BATCHES =
      "select id, tenant, status, operation, model, created_at, in_progress_at, finalizing_at,"
          + " completed_at + failed_at + expired_at + cancelled_at, expires_at, total, completed,"
          + " failed, input_tokens, output_tokens from batch";

  private final JpaDatabase database;

  /** The overview of {@code database}. */
  public JpaOverview(JpaDatabase database) {
    this.database = requireNonNull(database, "database");
  }

  /** A table, and the name of the column that tells where a row of it is in its life. */
  private enum Table {
    JOB("job", "state"),
    BATCH("batch", "status");

    private final String table;
    private final String state;

    Table(String table, String state) {
      this.table = table;
      this.state = state;
    }
  }

  /** How many jobs are in which state, in upper case; those without any are left out. */
  public Map<String, Long> jobCounts() {
    return counts(Table.JOB);
  }

  /** How many batches are in which state, in upper case; those without any are left out. */
  public Map<String, Long> batchCounts() {
    return counts(Table.BATCH);
  }

  /** The jobs that {@code query} wants, newest first; none if there is no {@code after}. */
  public Page<JobRow> jobs(OverviewQuery query) {
    return Page.of(rows(Table.JOB, JOBS, query).stream().map(this::job).toList(), query.limit());
  }

  /** The batches that {@code query} wants, newest first; none if there is no {@code after}. */
  public Page<BatchRow> batches(OverviewQuery query) {
    return Page.of(
        rows(Table.BATCH, BATCHES, query).stream().map(this::batch).toList(), query.limit());
  }

  /** The job {@code id}, whoever's it is. */
  public Optional<JobRow> findJob(String id) {
    return one(JOBS, id).map(this::job);
  }

  /** The batch {@code id}, whoever's it is. */
  public Optional<BatchRow> findBatch(String id) {
    return one(BATCHES, id).map(this::batch);
  }

  private Map<String, Long> counts(Table of) {
    String text = "select %1$s, count(*) from %2$s group by %1$s".formatted(of.state, of.table);
    Map<String, Long> counts = new TreeMap<>();
    List<Object[]> found = asked(manager -> list(manager.createNativeQuery(text)));
    found.forEach(row -> counts.put((String) row[0], ((Number) row[1]).longValue()));
    return counts;
  }

  private Optional<Object[]> one(String select, String id) {
    return asked(
        manager ->
            list(manager.createNativeQuery(select + " where id = ?1").setParameter(1, id)).stream()
                .findFirst());
  }

  private List<Object[]> rows(Table of, String select, OverviewQuery query) {
    return asked(
        manager -> {
          List<Object> values = new ArrayList<>();
          StringBuilder text = new StringBuilder(select).append(" where 1 = 1");
          if (query.state() != null) {
            text.append(" and ").append(of.state).append(" = ?").append(add(values, query.state()));
          }
          if (query.tenant() != null) {
            text.append(" and tenant = ?").append(add(values, query.tenant()));
          }
          if (query.after() != null && !after(manager, of, query.after(), text, values)) {
            return List.of();
          }
          text.append(" order by created_at desc, id desc");
          Query asked = manager.createNativeQuery(text.toString());
          for (int i = 0; i < values.size(); i++) {
            asked.setParameter(i + 1, values.get(i));
          }
          return list(asked.setMaxResults(query.limit() + 1));
        });
  }

  private static boolean after(
      EntityManager manager, Table of, String id, StringBuilder text, List<Object> values) {
    List<?> created =
        manager
            .createNativeQuery("select created_at from " + of.table + " where id = ?1")
            .setParameter(1, id)
            .getResultList();
    if (created.isEmpty()) {
      return false;
    }
    Object at = created.get(0);
    text.append(" and (created_at < ?").append(add(values, at));
    text.append(" or created_at = ?").append(add(values, at));
    text.append(" and id < ?").append(add(values, id)).append(')');
    return true;
  }

  /** The number of the parameter that has {@code value} from now on. */
  private static int add(List<Object> values, Object value) {
    values.add(value);
    return values.size();
  }

  @SuppressWarnings("unchecked") // as JPA says of a query for several columns
  private static List<Object[]> list(Query query) {
    return query.getResultList();
  }

  private JobRow job(Object... row) {
    return new JobRow(
        (String) row[0],
        (String) row[1],
        (String) row[2],
        operation(row[3]),
        (String) row[4],
        (Boolean) row[5],
        priority(number(row[6])),
        (int) number(row[7]),
        new JobRow.Times(
            number(row[8]), number(row[9]), number(row[10]), number(row[11]), number(row[12])),
        (String) row[13]);
  }

  private BatchRow batch(Object... row) {
    return new BatchRow(
        (String) row[0],
        (String) row[1],
        (String) row[2],
        operation(row[3]),
        (String) row[4],
        new BatchRow.Times(
            number(row[5]), number(row[6]), number(row[7]), number(row[8]), number(row[9])),
        new BatchRow.Lines((int) number(row[10]), (int) number(row[11]), (int) number(row[12])),
        new BatchRow.Tokens(number(row[13]), number(row[14])));
  }

  private static String operation(Object name) {
    return Operation.valueOf((String) name).metricName();
  }

  /** Rows have the rank, the most urgent first. */
  private static String priority(long rank) {
    Priority[] all = Priority.values();
    return all[(int) Math.max(0, Math.min(all.length - 1, rank))].label();
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }

  private <T> T asked(Function<EntityManager, T> question) {
    return StoreException.told(() -> database.call(question));
  }
}
