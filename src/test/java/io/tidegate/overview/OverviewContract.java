package io.tidegate.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.store.Page;
import io.tidegate.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What administrators see of all tenants' jobs and batches, on whichever database. */
abstract class OverviewContract {

  private static final String JOB =
      "insert into job (id, tenant, operation, model, stream, priority, pinned, caching, state,"
          + " attempts, failures, version, epoch, cancel_requested, failure_told, runner,"
          + " lease_until, posted_at, created_at, started_at, finished_at, deadline_at, retention,"
          + " expires_at, error_code, error_message, idempotency_key, fingerprint, webhook)"
          + " values ('%s', '%s', 'CHAT', 'm', true, 1, false, 0, '%s', 2, 0, 0, 0, false,"
          + " false, null, 0, 0, %d, 0, 0, 5000, 0, 0, %s, null, null, null, null)";
  private static final String BATCH =
      "insert into batch (id, tenant, operation, input_file, model, status, ending, webhook,"
          + " keep_output, metadata, errors, output_file, error_file, created_at, in_progress_at,"
          + " expires_at, finalizing_at, completed_at, failed_at, expired_at, cancelling_at,"
          + " cancelled_at, total, completed, failed, input_tokens, cached_tokens, output_tokens,"
          + " reasoning_tokens, epoch, runner, lease_until, posted_at, postings, swept)"
          + " values ('%s', '%s', 'EMBEDDINGS', 'file_1', null, '%s', null, null, 0,"
          + " '{}', '[]', null, null, %d, 0, 9000, 0, 0, 0, 0, 0, 0, 10, 4, 1, 70, 0, 80, 0, 0,"
          + " null, 0, 0, 0, false)";

  private final TestDatabase database;
  private final JpaOverview overview;

  OverviewContract(TestDatabase database) {
    this.database = database;
    this.overview = new JpaOverview(database.database());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void jobsAreListedNewestFirstAndPageByPage() {
    job("job_1", "acme", "QUEUED", 1000, null);
    job("job_2", "beta", "FAILED", 2000, "attempts_exhausted");
    job("job_3", "acme", "RUNNING", 2000, null);
    job("job_4", "acme", "QUEUED", 3000, null);

    Page<JobRow> first = overview.jobs(new OverviewQuery(null, null, null, 2));
    assertThat(ids(first)).containsExactly("job_4", "job_3");
    assertThat(first.more()).isTrue();
    Page<JobRow> second = overview.jobs(new OverviewQuery(null, null, "job_3", 2));
    assertThat(ids(second)).containsExactly("job_2", "job_1");
    assertThat(second.more()).isFalse();
  }

  @Test
  void listsAreOfATenantAndOfAStateIfOneIsNamed() {
    job("job_1", "acme", "QUEUED", 1000, null);
    job("job_2", "beta", "QUEUED", 2000, null);
    job("job_3", "acme", "RUNNING", 3000, null);

    assertThat(ids(overview.jobs(new OverviewQuery("QUEUED", null, null, 9))))
        .containsExactly("job_2", "job_1");
    assertThat(ids(overview.jobs(new OverviewQuery("QUEUED", "acme", null, 9))))
        .containsExactly("job_1");
    assertThat(ids(overview.jobs(new OverviewQuery("QUEUED", "acme", "job_9", 9)))).isEmpty();
    assertThat(overview.jobCounts()).containsOnly(entry("QUEUED", 2L), entry("RUNNING", 1L));
  }

  @Test
  void aJobIsShownWithoutItsContent() {
    job("job_2", "beta", "FAILED", 2000, "attempts_exhausted");

    assertThat(overview.findJob("job_2"))
        .contains(
            new JobRow(
                "job_2",
                "beta",
                "FAILED",
                "chat",
                "m",
                true,
                "normal",
                2,
                new JobRow.Times(2000, 0, 0, 5000, 0),
                "attempts_exhausted"));
    assertThat(overview.findJob("job_9")).isEmpty();
  }

  @Test
  void batchesAreListedWithTheirProgress() {
    run(BATCH.formatted("batch_1", "acme", "IN_PROGRESS", 1000));
    run(BATCH.formatted("batch_2", "beta", "VALIDATING", 2000));

    Page<BatchRow> page = overview.batches(new OverviewQuery("IN_PROGRESS", null, null, 9));

    assertThat(page.items())
        .containsExactly(
            new BatchRow(
                "batch_1",
                "acme",
                "IN_PROGRESS",
                "embeddings",
                null,
                new BatchRow.Times(1000, 0, 0, 0, 9000),
                new BatchRow.Lines(10, 4, 1),
                new BatchRow.Tokens(70, 80)));
    assertThat(overview.batchCounts())
        .containsOnly(entry("IN_PROGRESS", 1L), entry("VALIDATING", 1L));
    assertThat(overview.findBatch("batch_2")).isPresent();
  }

  @Test
  void anEmptyDatabaseHasEmptyLists() {
    assertThat(overview.jobs(new OverviewQuery(null, null, null, 9)).items()).isEmpty();
    assertThat(overview.jobCounts()).isEmpty();
    assertThat(overview.batchCounts()).isEmpty();
  }

  private static Map.Entry<String, Long> entry(String state, long count) {
    return Map.entry(state, count);
  }

  private void job(String id, String tenant, String state, long created, String error) {
    run(JOB.formatted(id, tenant, state, created, error == null ? "null" : "'" + error + "'"));
  }

  private void run(String statement) {
    database.execute(statement);
  }

  private static List<String> ids(Page<JobRow> page) {
    return page.items().stream().map(JobRow::id).toList();
  }
}
