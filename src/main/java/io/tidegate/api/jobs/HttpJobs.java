package io.tidegate.api.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.api.calls.HttpIntake;
import io.tidegate.api.calls.HttpJobHead;
import io.tidegate.api.calls.HttpSubmission;
import io.tidegate.api.calls.JobHeaders;
import io.tidegate.api.calls.JobJson;
import io.tidegate.api.calls.JobRequest;
import io.tidegate.api.calls.JobVerdict;
import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.entry.Visit;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.http.HttpDownload;
import io.tidegate.api.http.HttpHolding;
import io.tidegate.api.http.HttpReply;
import io.tidegate.collect.JobResult;
import io.tidegate.dialect.ErrorForm;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.JobState;
import io.tidegate.jobs.Jobs;
import io.tidegate.jobs.QueuePosition;
import io.tidegate.jobs.Submission;
import io.tidegate.memory.Use;
import io.tidegate.store.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Answers what tenants ask of their jobs; thread-safe. Requests must be suspended. */
public final class HttpJobs {

  private interface Work {
    void on(HttpServletRequest http) throws IOException;
  }

  private final Jobs jobs;
  private final HttpIntake intake;
  private final HttpSubmission submission;
  private final HttpBlockingWork bench;
  private final CallServices desk;
  private final HttpDownload.Desk downloads;

  /** The jobs' endpoints over {@code jobs}. */
  public HttpJobs(
      Jobs jobs,
      HttpIntake intake,
      HttpBlockingWork bench,
      CallServices desk,
      HttpDownload.Desk downloads) {
    this.downloads = requireNonNull(downloads, "downloads");
    this.jobs = requireNonNull(jobs, "jobs");
    this.intake = requireNonNull(intake, "intake");
    this.bench = requireNonNull(bench, "bench");
    this.desk = requireNonNull(desk, "desk");
    this.submission = new HttpSubmission(desk);
  }

  /**
   * Makes the body of {@code http} a job.
   *
   * @param endpoint what it is a body of, or null for what its members tell
   */
  void submit(HttpServletRequest http, String endpoint) throws IOException {
    Submission.Options options = JobHeaders.options(http::getHeader);
    Operation named = JobRequest.operation(endpoint);
    intake.read(
        http,
        (real, body) -> {
          Operation operation = named == null ? JobRequest.operation(body) : named;
          submission.submit(real, intake.call(real, operation, body), options);
        });
  }

  /** Shows the job {@code id}. */
  void get(HttpServletRequest http, String id) {
    serve(http, real -> show(real, jobs.get(HttpVisit.of(real).tenant(), id)));
  }

  /** Cancels the job {@code id} and shows it. */
  void cancel(HttpServletRequest http, String id) {
    serve(http, real -> show(real, jobs.cancel(HttpVisit.of(real).tenant(), id)));
  }

  /** Shows the jobs that {@code query} wants. */
  void list(HttpServletRequest http, JobQuery query) {
    serve(
        http,
        real -> {
          TenantId tenant = HttpVisit.of(real).tenant();
          Page<Job> page = jobs.list(tenant, query.state(), query.after(), query.limit());
          HttpReply.json(real, JobJson.of(page));
        });
  }

  /** Gives the answer to the job {@code id}. */
  void result(HttpServletRequest http, String id) {
    serve(
        http,
        real -> {
          Job job = jobs.get(HttpVisit.of(real).tenant(), id);
          HttpHolding.open(real, intake.memory(), Use.RESULTS);
          // Before it is loaded, and until the client has all of it.
          HttpHolding.more(real, jobs.resultSize(job.tenant(), id));
          JobResult result = jobs.result(job.tenant(), id).orElse(null);
          if (result == null) {
            none(real, job);
          } else {
            answer(real, result);
          }
        });
  }

  /** Tells what happens to the job {@code id} until its end. */
  void events(HttpServletRequest http, String id) {
    serve(
        http,
        real -> {
          Visit visit = HttpVisit.of(real);
          HttpEventWriter writer = new HttpEventWriter(desk, real.getAsyncContext(), visit);
          writer.start(jobs.watch(visit.tenant(), id, writer.events()));
        });
  }

  private void serve(HttpServletRequest http, Work work) {
    HttpServletRequest real = HttpVisit.own(http);
    bench.take(real, () -> work.on(real));
  }

  private void show(HttpServletRequest real, Job job) {
    QueuePosition standing =
        job.state() == JobState.QUEUED ? jobs.standing(job).orElse(null) : null;
    byte[] body = HttpJobHead.shown(HttpReply.response(real), HttpReply.id(real), job, standing);
    HttpReply.send(real.getAsyncContext(), body);
  }

  /** In pieces and at a least pace, since it may be large. */
  private void answer(HttpServletRequest real, JobResult result) throws IOException {
    byte[] body = result.body().bytes();
    HttpServletResponse response = HttpReply.response(real);
    HttpReply.head(response, HttpReply.id(real), result.status(), result.contentType());
    response.setContentLength(body.length);
    new HttpDownload(downloads, real.getAsyncContext(), new ByteArrayInputStream(body)).start();
  }

  private static void none(HttpServletRequest real, Job job) {
    Failure failure = JobVerdict.of(job);
    HttpServletResponse response = HttpReply.response(real);
    if (job.state() != JobState.FAILED) {
      HttpJobHead.lookAgain(response, job, null);
      throw failure.asException();
    }
    // It is no refusal: this is how the job ended, and asking again changes nothing.
    String id = HttpReply.id(real);
    ErrorForm form = Dialects.of(job.operation()).errors();
    HttpReply.head(response, id, form.status(failure), AnswerHead.JSON);
    response.setHeader("x-should-retry", "false");
    HttpReply.send(real.getAsyncContext(), form.of(failure, id));
  }
}
