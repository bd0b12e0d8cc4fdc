package io.tidegate.api.console;

import static java.util.Objects.requireNonNull;

import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.batches.Batches;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.jobs.JobState;
import io.tidegate.jobs.Jobs;
import io.tidegate.overview.BatchRow;
import io.tidegate.overview.JobRow;
import io.tidegate.overview.JpaOverview;
import io.tidegate.overview.OverviewQuery;
import io.tidegate.store.Ids;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers administrators who ask about jobs and batches of all tenants; requests must be suspended.
 * Thread-safe.
 */
public final class HttpOverview {

  private final JpaOverview overview;
  private final Jobs jobs;
  private final Batches batches;
  private final HttpBlockingWork bench;

  /** Answers from {@code overview}, on {@code bench}. */
  HttpOverview(JpaOverview overview, Jobs jobs, Batches batches, HttpBlockingWork bench) {
    this.overview = requireNonNull(overview, "overview");
    this.jobs = requireNonNull(jobs, "jobs");
    this.batches = requireNonNull(batches, "batches");
    this.bench = requireNonNull(bench, "bench");
  }

  /** Lists jobs, and how many there are. */
  void jobs(HttpServletRequest http, HttpOverviewParameters asked) {
    OverviewQuery query = asked.query(JobState.values(), JobState::label);
    bench.answer(http, () -> OverviewJson.ofJobs(overview.jobs(query), overview.jobCounts()));
  }

  /** Lists batches, and how many there are. */
  void batches(HttpServletRequest http, HttpOverviewParameters asked) {
    OverviewQuery query = asked.query(BatchStatus.values(), BatchStatus::label);
    bench.answer(
        http, () -> OverviewJson.ofBatches(overview.batches(query), overview.batchCounts()));
  }

  /** Cancels a job, also while it runs; one that has ended stays as it is. */
  void cancelJob(HttpServletRequest http, String id) {
    change(
        http,
        () -> OverviewJson.of(job(id)),
        () -> {
          var unused = jobs.cancel(new TenantId(job(id).tenant()), id);
        });
  }

  /** Gives a job all its attempts and its time again, if it failed for want of them. */
  void retryJob(HttpServletRequest http, String id) {
    change(
        http,
        () -> OverviewJson.of(job(id)),
        () -> {
          JobRow job = job(id);
          if (!jobs.revive(id)) {
            throw conflict(job);
          }
        });
  }

  /** Cancels a batch: lines that were answered keep their answers. */
  void cancelBatch(HttpServletRequest http, String id) {
    change(
        http,
        () -> OverviewJson.of(batch(id)),
        () -> {
          var unused = batches.cancel(new TenantId(batch(id).tenant()), id);
        });
  }

  /** Does {@code work}, and answers by what {@code state} says then; the audit log has both. */
  private void change(HttpServletRequest http, Supplier<? extends Record> state, Runnable work) {
    bench.change(
        http,
        state,
        () -> {
          work.run();
          return state.get();
        });
  }

  private JobRow job(String id) {
    return Optional.of(id)
        .filter(Ids::isPossible)
        .flatMap(overview::findJob)
        .orElseThrow(() -> missing(id, "job"));
  }

  private BatchRow batch(String id) {
    return Optional.of(id)
        .filter(Ids::isPossible)
        .flatMap(overview::findBatch)
        .orElseThrow(() -> missing(id, "batch"));
  }

  private static FailureException missing(String id, String kind) {
    return Failure.ofParam(ErrorCode.NOT_FOUND, "id", "There is no " + kind + " '" + id + "'.")
        .asException();
  }

  private static FailureException conflict(JobRow job) {
    return Failure.of(
            ErrorCode.CONFLICT,
            "Only a job that ran out of attempts can be tried again; this one is "
                + job.state().toLowerCase(Locale.ROOT)
                + (job.error() == null ? "." : " by " + job.error() + "."))
        .asException();
  }
}
