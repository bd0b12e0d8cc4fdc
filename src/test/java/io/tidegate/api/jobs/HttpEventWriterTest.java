package io.tidegate.api.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.SampleApi;
import io.tidegate.api.calls.JobJson;
import io.tidegate.api.entry.FakeRequest;
import io.tidegate.api.http.ApiJson;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.open.ClientWatch;
import io.tidegate.api.open.OpenAnswers;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Usage;
import io.tidegate.jobs.JobState;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client that watches a job gets, however slow it is and whenever it leaves. */
class HttpEventWriterTest {

  private static final int PLENTY = 1000;

  private final ManualClock clock = new ManualClock();
  private final OpenAnswers open =
      new OpenAnswers(new ClientWatch(List.of()), SampleApi.silentFor(10), clock);
  private final FakeRequest request = new FakeRequest(clock.getAsLong());
  private final HttpEventWriter writer =
      new HttpEventWriter(
          new CallServices(null, null, null, open, null, clock), request.async(), request.visit());
  private int watchesClosed;

  @Test
  void writesTheStatesAndTheContentAndEnds() throws Exception {
    Answer answer = new Answer();
    answer.begin(new AnswerHead(200, AnswerHead.EVENT_STREAM, "n1", 1, 5));
    writer.events().state(SampleJobs.in(JobState.RUNNING));
    start();
    assertThat(request.status).isEqualTo(200);
    assertThat(request.answered)
        .containsEntry("Content-Type", "text/event-stream; charset=utf-8")
        .containsEntry("x-request-id", FakeRequest.ID)
        .containsEntry("Cache-Control", "private, no-store")
        .containsEntry("X-Accel-Buffering", "no");
    request.out.writable(PLENTY);
    assertThat(request.written()).isEqualTo(event(JobState.RUNNING));
    assertThat(request.out.flushes).isEqualTo(2);

    writer.events().content(answer.open().orElseThrow());
    answer.append("data: a\n\n".getBytes(UTF_8));
    answer.complete(Usage.NONE);
    assertThat(request.completed).isZero();
    writer.events().state(SampleJobs.in(JobState.COMPLETED));

    assertThat(request.written())
        .isEqualTo(
            event(JobState.RUNNING) + "event: content\ndata: a\n\n" + event(JobState.COMPLETED));
    expectEnded();
  }

  @Test
  void aSlowClientIsWaitedFor() throws Exception {
    writer.events().state(SampleJobs.in(JobState.RUNNING));
    writer.events().state(SampleJobs.in(JobState.COMPLETED));
    start();
    assertThat(request.written()).isEmpty();

    request.out.writable(1);
    assertThat(request.written()).isEqualTo(event(JobState.RUNNING));
    assertThat(request.completed).isZero();
    request.out.writable(1);
    assertThat(request.written()).endsWith(event(JobState.COMPLETED));
    assertThat(request.completed).as("the last bytes are still under way").isZero();
    request.out.writable(1);
    expectEnded();
  }

  @Test
  void aSilentStreamIsKeptOpen() throws Exception {
    writer.events().state(SampleJobs.in(JobState.QUEUED));
    start();
    request.out.writable(PLENTY);

    clock.advance(Duration.ofSeconds(9));
    open.tick();
    assertThat(request.written()).isEqualTo(event(JobState.QUEUED));
    clock.advance(Duration.ofSeconds(1));
    open.tick();

    assertThat(request.written()).isEqualTo(event(JobState.QUEUED) + ": keep-alive\n");
    open.tick();
    assertThat(request.written()).endsWith("\n\n: keep-alive\n");
    assertThat(request.out.flushes).isEqualTo(3);
  }

  @Test
  void itEndsAfterADay() throws Exception {
    start();
    request.out.writable(PLENTY);
    clock.advance(Duration.ofHours(24));
    open.tick();
    assertThat(request.completed).isZero();

    clock.advance(Duration.ofSeconds(1));
    open.tick();

    expectEnded();
  }

  @Test
  void itEndsWhenItsClientIsSeenToBeGone() throws Exception {
    start();
    request.out.writable(PLENTY);
    request.out.broken();
    expectEnded();

    writer.events().state(SampleJobs.in(JobState.COMPLETED));
    assertThat(request.written()).isEmpty();
    expectEnded();
  }

  @Test
  void itEndsWhenAWriteFails() throws Exception {
    start();
    request.out.writable(PLENTY);
    request.out.gone = true;

    writer.events().state(SampleJobs.in(JobState.RUNNING));

    expectEnded();
  }

  @Test
  void itEndsByAnErrorToo() throws Exception {
    start();
    request.out.error = new OutOfMemoryError("made on purpose by a test");
    request.out.writable(PLENTY);

    writer.events().state(SampleJobs.in(JobState.RUNNING));

    expectEnded();
  }

  @Test
  void aWatchThatCannotBeClosedEndsAllTheSame() {
    writer.start(
        () -> {
          throw new IllegalStateException("no");
        });

    request.out.broken();

    assertThat(request.completed).isEqualTo(1);
    assertThat(open.size()).isZero();
  }

  private void start() {
    writer.start(() -> watchesClosed++);
    assertThat(open.size()).isEqualTo(1);
  }

  private void expectEnded() {
    assertThat(request.completed).isEqualTo(1);
    assertThat(watchesClosed).isEqualTo(1);
    assertThat(open.size()).isZero();
  }

  private static String event(JobState state) {
    return "event: job\ndata: " + ApiJson.text(JobJson.of(SampleJobs.in(state), null)) + "\n\n";
  }
}
