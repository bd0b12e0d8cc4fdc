package io.tidegate.jobs;

import io.tidegate.store.JpaDatabase;
import io.tidegate.store.Posting;
import io.tidegate.testing.TestDatabase;
import java.util.List;

/** The tables of a test's database. */
final class JpaBench implements JobStoreContract.Bench, AutoCloseable {

  private final TestDatabase test;
  private final JpaDatabase database;

  JpaBench(TestDatabase test) {
    this.test = test;
    this.database = test.database();
  }

  @Override
  public JobStore store() {
    return new JpaJobs(database);
  }

  @Override
  public JobUpkeep upkeep() {
    return new JpaJobUpkeep(database);
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
  public List<String> notices(String id) {
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
