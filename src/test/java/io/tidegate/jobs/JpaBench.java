package io.tidegate.jobs;

import io.tidegate.metrics.Metric;
import io.tidegate.sealing.Sealing;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.Posting;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.TestDatabase;
import io.tidegate.webhooks.LostWebhookEvents;
import java.util.List;

/** The tables of a test's database. */
final class JpaBench implements JobStoreContract.Bench, AutoCloseable {

  private final TestDatabase test;
  private final JpaDatabase database;
  private final RecordingMetrics metrics = new RecordingMetrics();

  JpaBench(TestDatabase test) {
    this.test = test;
    this.database = test.database();
  }

  /** How many events were left out. */
  long lostEvents() {
    return metrics.count(Metric.WEBHOOKS, "dropped", "unwritable");
  }

  /** The tables, as they are behind what seals. */
  JobStore tables() {
    return new JpaJobs(database, new LostWebhookEvents(metrics));
  }

  @Override
  public JobStore store() {
    return new SealedJobs(tables(), Sealing.none());
  }

  @Override
  public JobMaintenanceStore upkeep() {
    return new JpaJobMaintenance(database, new LostWebhookEvents(metrics));
  }

  @Override
  public List<Posting> postings() {
    return rows("select queue, subject, dedup, priority, due_at from outbox order by id").stream()
        .map(
            row ->
                Posting.of(
                    (String) row[0],
                    (String) row[1],
                    (String) row[2],
                    ((Number) row[3]).intValue(),
                    ((Number) row[4]).longValue()))
        .toList();
  }

  @Override
  public List<String> events(String id) {
    return rows("select subject, type from webhook").stream()
        .filter(row -> row[0].equals(id))
        .map(row -> (String) row[1])
        .toList();
  }

  @SuppressWarnings("unchecked") // a native query for several columns gives arrays
  private List<Object[]> rows(String select) {
    return database.call(manager -> manager.createNativeQuery(select).getResultList());
  }

  @Override
  public void close() {
    test.close();
  }
}
