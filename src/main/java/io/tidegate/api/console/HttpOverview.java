package io.tidegate.api.console;

import static java.util.Objects.requireNonNull;

import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.http.ListParameters;
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
import java.util.function.Function;

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
  void jobs(HttpServletRequest http) {
    OverviewQuery query = query(http, JobState.values(), JobState::label);
    bench.answer(
        HttpVisit.own(http), () -> OverviewJson.ofJobs(overview.jobs(query), overview.jobCounts()));
  }

  /** Lists batches, and how many there are. */
  void batches(HttpServletRequest http) {
    OverviewQuery query = query(http, BatchStatus.values(), BatchStatus::label);
    bench.answer(
        HttpVisit.own(http),
        () -> OverviewJson.ofBatches(overview.batches(query), overview.batchCounts()));
  }

  /** Cancels a job, also while it runs; one that has ended stays as it is. */
  void cancelJob(HttpServletRequest http, String id) {
    bench.answer(
        HttpVisit.own(http),
        () -> {
          var unused = jobs.cancel(new TenantId(job(id).tenant()), id);
          return OverviewJson.of(job(id));
        });
  }

  /** Gives a job all its attempts and its time again, if it failed for want of them. */
  void retryJob(HttpServletRequest http, String id) {
    bench.answer(
        HttpVisit.own(http),
        () -> {
          JobRow job = job(id);
          if (!jobs.revive(id)) {
            throw conflict(job);
          }
          return OverviewJson.of(job(id));
        });
  }

  /** Cancels a batch: lines that were answered keep their answers. */
  void cancelBatch(HttpServletRequest http, String id) {
    bench.answer(
        HttpVisit.own(http),
        () -> {
          var unused = batches.cancel(new TenantId(batch(id).tenant()), id);
          return OverviewJson.of(batch(id));
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

  private static <S extends Enum<S>> OverviewQuery query(
      HttpServletRequest http, S[] states, Function<S, String> label) {
    S state = ListParameters.state(http.getParameter("status"), states, label);
    String after = ListParameters.given(http.getParameter("after"));
    if (after != null && !Ids.isPossible(after)) {
      throw Failure.invalid("after", "must be an id").asException();
    }
    return new OverviewQuery(
        state == null ? null : state.name(),
        tenant(ListParameters.given(http.getParameter("tenant"))),
        after,
        ListParameters.limit(http.getParameter("limit")));
  }

  private static String tenant(String name) {
    try {
      return name == null ? null : new TenantId(name).value();
    } catch (IllegalArgumentException broken) {
      throw Failure.invalid("tenant", "must name a tenant").asException();
    }
  }
}
