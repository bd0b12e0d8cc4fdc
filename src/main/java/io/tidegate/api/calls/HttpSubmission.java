package io.tidegate.api.calls;

import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.entry.Visit;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpErrorWriter;
import io.tidegate.api.http.HttpHolding;
import io.tidegate.api.http.HttpReply;
import io.tidegate.api.http.Preferences;
import io.tidegate.api.open.CallLedger;
import io.tidegate.exchange.ApiFeatures;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.Usage;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.Submission;
import io.tidegate.tracing.SpanAttributes;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.concurrent.CompletionException;

/** Makes calls jobs, and tells their clients. Thread-safe. Requests must be suspended. */
public final class HttpSubmission {

  private final CallServices desk;

  /** Gives jobs to those of {@code desk}. */
  public HttpSubmission(CallServices desk) {
    this.desk = desk;
  }

  /** Whether a job, which is a body and its operation, would be all of {@code call}. */
  static boolean isKept(Call call) {
    return call.terms().features().betas().isEmpty();
  }

  /** Makes {@code call} a job, and tells the client once it is kept. */
  public void submit(HttpServletRequest http, Call call, Submission.Options options) {
    if (!isKept(call)) {
      throw Failure.invalid(
              ApiFeatures.BETA, "must not be sent with what is to be a job: it is not kept")
          .asException();
    }
    // A job is written down from a copy of its own.
    HttpHolding.more(http, call.request().size());
    desk.jobs()
        .apply(
            new Submission(call.tenant(), call.operation(), call.request(), call.terms(), options))
        .whenComplete(
            (job, refused) ->
                HttpErrorWriter.unlessDone(http, desk, () -> submitted(http, call, job, refused)));
  }

  private void submitted(HttpServletRequest http, Call call, Job job, Throwable refused) {
    if (refused != null) {
      throw unwrapped(refused);
    }
    Visit visit = HttpVisit.of(http);
    long took = desk.clock().getAsLong() - visit.arrived();
    AsyncContext async = http.getAsyncContext();
    HttpServletResponse response = (HttpServletResponse) async.getResponse();
    byte[] body = HttpJobHead.accepted(response, call.id(), job);
    if (isPreferred(http)) {
      response.setHeader("Preference-Applied", Preferences.RESPOND_ASYNC);
    }
    call.span().set(SpanAttributes.JOB, job.id());
    desk.ledger()
        .ended(call, null, Usage.NONE, new CallLedger.End(202, null, -1, took, 0, Source.BYPASS));
    HttpReply.send(async, body);
  }

  /** Whether the client of {@code http} wants a job in place of an answer. */
  static boolean isPreferred(HttpServletRequest http) {
    return Preferences.respondAsync(Collections.list(http.getHeaders("Prefer")));
  }

  private static RuntimeException unwrapped(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof FailureException told) {
      return JobHeaders.named(told.failure()).asException();
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
