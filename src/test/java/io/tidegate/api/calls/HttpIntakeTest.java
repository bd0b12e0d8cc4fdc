package io.tidegate.api.calls;

import static io.tidegate.metrics.Metric.REQUESTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.Inquiry;
import io.tidegate.api.SampleApi;
import io.tidegate.api.entry.FakeRequest;
import io.tidegate.api.http.ApiJson;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.RetryAdvice;
import io.tidegate.api.jobs.SampleJobs;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.JobState;
import io.tidegate.jobs.Submission;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.MemoryConfig;
import io.tidegate.memory.Use;
import io.tidegate.quotas.Quotas;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that become jobs, and what their clients are told. */
class HttpIntakeTest {

  private static final String CHAT = "{\"model\":\"flash\",\"messages\":[{}]}";

  private final ManualClock clock = new ManualClock();
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final List<Submission> submitted = new ArrayList<>();
  private final CompletableFuture<Job> kept = new CompletableFuture<>();
  private final InstantSource wall = InstantSource.system();
  private final CallServices desk =
      new CallServices(
          null,
          this::submit,
          SampleApi.ledger(metrics),
          null,
          new RetryAdvice(new Random(1)),
          clock);
  private final MemoryBudget memory = new MemoryBudget(new MemoryConfig(4 << 20, 1));
  private final HttpIntake intake = intakeOf(memory);
  private final FakeRequest request = new FakeRequest(clock.getAsLong()).body(CHAT);

  @Test
  void aClientThatPrefersNotToWaitIsToldOfItsJobOnceThatIsKept() throws Exception {
    request.headers.put("Prefer", "respond-async, wait=5");
    request.headers.put(JobHeaders.DEADLINE, "60");

    intake.accept(request.http, Operation.CHAT);

    assertThat(request.status).as("nothing is kept yet").isZero();
    assertThat(memory.held(Use.BODIES)).isPositive();
    Job job = SampleJobs.in(JobState.QUEUED);
    kept.complete(job);
    request.out.writable(1);
    assertThat(request.status).isEqualTo(202);
    assertThat(request.answered)
        .containsEntry("Location", "/api/jobs/" + SampleJobs.ID)
        .containsEntry("Preference-Applied", "respond-async")
        .containsEntry("Retry-After", "2")
        .containsEntry("x-request-id", FakeRequest.ID)
        .containsEntry("Content-Type", "application/json");
    assertThat(request.written()).isEqualTo(ApiJson.text(JobJson.of(job, null)));
    assertThat(request.completed).as("the body is still under way").isZero();
    request.out.writable(1);
    assertThat(request.completed).isEqualTo(1);
    assertThat(memory.held()).isZero();
    Submission submission = submitted.get(0);
    assertThat(submission.tenant().value()).isEqualTo("acme");
    assertThat(submission.request().size()).isEqualTo(CHAT.length());
    assertThat(submission.options())
        .isEqualTo(new Submission.Options(Duration.ofMinutes(1), null, null, null));
    assertThat(metrics.count(REQUESTS, "chat", "queued", "none")).isEqualTo(1);
  }

  @Test
  void aCallThatWasParsedWhileAKnownAnswerWasLookedForIsNotParsedAgain() throws Exception {
    request.headers.put("Prefer", "respond-async");
    Call call = intake.call(request.http, Operation.CHAT, CHAT.getBytes(UTF_8));
    request.http.setAttribute(HttpIntake.INQUIRY, Inquiry.of(call));

    intake.accept(request.http, Operation.CHAT);

    assertThat(submitted.get(0).request()).isSameAs(call.request());
  }

  @Test
  void aCallThatAFilterHasReadIsTakenIn() {
    asked("application/json");

    assertThat(intake.takes(request.http)).isTrue();

    assertThat(request.suspended).isEqualTo(1);
    assertThat(submitted).hasSize(1);
  }

  @Test
  void whatGoesWrongWithATakenCallItsClientIsTold() {
    asked("application/json; charset=UTF-8");
    request.headers.put(JobHeaders.RETENTION, "for ever");

    assertThat(intake.takes(request.http)).isTrue();

    assertThat(request.status).isEqualTo(400);
    assertThat(request.completed).isEqualTo(1);
  }

  @Test
  void aTakenCallForWhichThereIsNoMemoryIsRefused() {
    asked("application/json");

    assertThat(intakeOf(new MemoryBudget(new MemoryConfig(10, 1))).takes(request.http)).isTrue();

    assertThat(request.status).isEqualTo(503);
    assertThat(request.written()).contains("server_memory");
    assertThat(request.completed).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json-patch+json",
        "application/json; charset",
        "application/json;q=x"
      })
  void jaxRsJudgesWhatIsNotPlainlyJson(String type) {
    asked(type);

    assertThat(intake.takes(request.http)).isFalse();

    assertThat(request.suspended).isZero();
  }

  @Test
  void jaxRsTakesWhatComesWithAPasswordOrDidNotComeWholeOrIsNoCall() {
    assertThat(intake.takes(request.http)).as("no call was found in it").isFalse();
    asked("application/json");
    request.headers.put("Authorization", "Basic YTpi");
    assertThat(intake.takes(request.http)).isFalse();
    request.headers.remove("Authorization");
    request.length = CHAT.length() + 1;
    assertThat(intake.takes(request.http)).as("a byte is missing").isFalse();
    assertThat(request.suspended).isZero();
  }

  /** The request is of {@code type}, for a job, and a filter has found its call. */
  private void asked(String type) {
    request.headers.put("Prefer", "respond-async");
    request.headers.put("Content-Type", type);
    Call call = intake.call(request.http, Operation.CHAT, CHAT.getBytes(UTF_8));
    request.http.setAttribute(HttpIntake.INQUIRY, Inquiry.of(call));
  }

  @Test
  void aJobThatCannotBeKeptIsRefusedWithATime() throws Exception {
    request.headers.put("Prefer", "respond-async");
    intake.accept(request.http, Operation.CHAT);

    kept.completeExceptionally(
        new CompletionException(Failure.of(ErrorCode.JOB_QUEUE_FULL, "Full.").asException()));

    assertThat(request.status).isEqualTo(503);
    assertThat(request.written()).contains("\"code\":\"job_queue_full\"", FakeRequest.ID);
    assertThat(request.answered).containsKey("Retry-After").doesNotContainKey("Preference-Applied");
    assertThat(request.completed).isEqualTo(1);
  }

  @Test
  void anOptionOutOfRangeIsNamedByItsHeader() throws Exception {
    request.headers.put("Prefer", "respond-async");
    intake.accept(request.http, Operation.CHAT);

    kept.completeExceptionally(
        Failure.ofParam(ErrorCode.INVALID_VALUE, "webhook", "'webhook' must be https.")
            .asException());

    assertThat(request.status).isEqualTo(400);
    assertThat(request.written()).contains("'x-tidegate-webhook' must be https.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Prefer=respond-async", "x-tidegate-overflow=job"})
  void badOptionsAreRefusedBeforeAnythingIsAskedOrKept(String wish) throws Exception {
    request.headers.put(wish.split("=", 2)[0], wish.split("=", 2)[1]);
    request.headers.put(JobHeaders.RETENTION, "for ever");

    intake.accept(request.http, Operation.CHAT);

    assertThat(request.status).isEqualTo(400);
    assertThat(request.written()).contains("'x-tidegate-job-retention' must be");
    assertThat(submitted).isEmpty();
    assertThat(request.completed).isEqualTo(1);
  }

  @Test
  void aBadOverflowIsRefusedByName() throws Exception {
    request.headers.put(JobHeaders.OVERFLOW, "queue");

    intake.accept(request.http, Operation.CHAT);

    assertThat(request.status).isEqualTo(400);
    assertThat(request.written()).contains("'x-tidegate-overflow' must be job.");
  }

  @Test
  void anUnexpectedFailureIsAnswered() throws Exception {
    request.headers.put("Prefer", "respond-async");
    intake.accept(request.http, Operation.CHAT);

    kept.completeExceptionally(new AssertionError("SECRET"));

    assertThat(request.status).isEqualTo(500);
    assertThat(request.written()).contains("internal_error").doesNotContain("SECRET");
    assertThat(request.completed).isEqualTo(1);
  }

  @Test
  void aBodyIsReadAndMadeAJob() throws Exception {
    intake.read(
        request.http,
        (real, body) ->
            new HttpSubmission(desk)
                .submit(
                    real,
                    intake.call(real, JobRequest.operation(body), body),
                    Submission.Options.NONE));
    kept.complete(SampleJobs.in(JobState.QUEUED));
    request.out.writable(2);

    assertThat(submitted.get(0).operation()).isEqualTo(Operation.CHAT);
    assertThat(request.status).isEqualTo(202);
    assertThat(request.answered).doesNotContainKey("Preference-Applied");
    assertThat(request.completed).isEqualTo(1);
  }

  @Test
  void aBodyForWhichThereIsNoMemoryIsRefusedBeforeItIsAsked() {
    HttpIntake full = intakeOf(new MemoryBudget(new MemoryConfig(100, 1)));

    FailureException refused =
        catchThrowableOfType(
            FailureException.class, () -> full.accept(request.http, Operation.CHAT));

    assertThat(refused.failure().code()).isEqualTo(ErrorCode.SERVER_MEMORY);
    assertThat(refused.failure().code().retryable()).isTrue();
    assertThat(submitted).isEmpty();
  }

  private CompletionStage<Job> submit(Submission submission) {
    submitted.add(submission);
    return kept;
  }

  @Test
  void aCompressedBodyIsTakenForWhatItStandsFor() throws Exception {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(CHAT.getBytes(UTF_8));
    }
    FakeRequest coded = new FakeRequest(clock.getAsLong()).body(gzip.toByteArray());
    coded.headers.put("Content-Encoding", "gzip");
    List<String> read = new ArrayList<>();

    intake.read(coded.http, (http, body) -> read.add(new String(body, UTF_8)));

    assertThat(read).containsExactly(CHAT);
  }

  private HttpIntake intakeOf(MemoryBudget some) {
    return new HttpIntake(desk, 1 << 20, Duration.ofMinutes(1), some, unlimited());
  }

  private HttpQuotas unlimited() {
    return new HttpQuotas(Quotas.none(), null, desk, wall);
  }
}
