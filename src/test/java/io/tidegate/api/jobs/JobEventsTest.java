package io.tidegate.api.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.calls.JobJson;
import io.tidegate.api.http.ApiJson;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Usage;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.JobState;
import io.tidegate.testing.StartGate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a watcher of a job sees, and in which order. */
class JobEventsTest {

  private final AtomicInteger changes = new AtomicInteger();
  private final JobEvents events = new JobEvents(changes::incrementAndGet);

  @Test
  void tellsStatesAndContentInTheirOrderAndEnds() {
    Log log = new Log(AnswerHead.EVENT_STREAM);
    events.state(SampleJobs.in(JobState.QUEUED));
    events.state(SampleJobs.in(JobState.RUNNING));
    events.content(log.answer.open().orElseThrow());
    log.add("data: a\n\n");

    assertThat(polled()).containsExactly(job(JobState.QUEUED), job(JobState.RUNNING), content("a"));
    assertThat(events.finished()).isFalse();

    log.add("data: b\n\n");
    log.add("data: [DONE]\n\n");
    log.answer.complete(Usage.NONE);
    events.state(SampleJobs.in(JobState.COMPLETED));

    assertThat(polled()).containsExactly(content("b"), content("[DONE]"), job(JobState.COMPLETED));
    assertThat(events.finished()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "FAILED", "CANCELLED"})
  void aJobThatHasEndedIsOneEvent(JobState state) {
    events.state(SampleJobs.in(state));

    assertThat(polled()).containsExactly(job(state));
    assertThat(events.finished()).isTrue();
    assertThat(events.poll()).isNull();
  }

  @Test
  void everyChangeIsASignal() {
    Log log = new Log(AnswerHead.EVENT_STREAM);
    events.state(SampleJobs.in(JobState.RUNNING));
    events.content(log.answer.open().orElseThrow());
    int before = changes.get();
    log.add("data: a\n\n");

    assertThat(before).isEqualTo(2);
    assertThat(changes).hasValueGreaterThan(before);
  }

  @Test
  void aPlainAnswerIsOneEventOfAllItsLines() {
    Log log = new Log(AnswerHead.JSON);
    events.content(log.answer.open().orElseThrow());
    log.add("{\n \"a\": 1,\r\n \"b\": \"é\"\r}\n");

    assertThat(polled())
        .containsExactly(
            "event: content\ndata: {\ndata:  \"a\": 1,\ndata:  \"b\": \"é\"\ndata: }\n\n");
  }

  @Test
  void whatANodeCallsItsEventsIsNotPassedOn() {
    Log log = new Log(AnswerHead.EVENT_STREAM);
    events.content(log.answer.open().orElseThrow());
    log.add("event: job\ndata: a\n\n");
    log.add(": a comment\r\nid: 7\r\nretry: 1\r\ndata:b\r\nevent:job\r\ndata: c\r\n\r\n");
    log.add("event: job\rdata: d\r\r");
    log.add(": only a comment\n\n");
    log.add("data: e\n\n");

    assertThat(polled())
        .containsExactly(
            content("a"), "event: content\ndata:b\ndata: c\n\n", content("d"), content("e"));
  }

  @Test
  void aLaterAttemptReplacesTheContentOfAnEarlierOne() {
    Log first = new Log(AnswerHead.EVENT_STREAM);
    Log second = new Log(AnswerHead.EVENT_STREAM);
    events.state(SampleJobs.attempt(1));
    events.content(first.answer.open().orElseThrow());
    first.add("data: lost\n\n");
    assertThat(polled()).hasSize(2);
    first.add("data: unseen\n\n");
    events.state(SampleJobs.in(JobState.QUEUED));
    events.state(SampleJobs.attempt(2));
    events.content(second.answer.open().orElseThrow());
    second.add("data: good\n\n");

    assertThat(polled())
        .containsExactly(
            job(JobState.QUEUED),
            "event: job\ndata: " + ApiJson.text(JobJson.of(SampleJobs.attempt(2), null)) + "\n\n",
            content("good"));
    assertThat(first.abandoned).as("the first attempt is left").isPositive();
    assertThat(second.abandoned).isZero();
  }

  @Test
  void contentMayComeBeforeTheStateItBelongsTo() {
    Log log = new Log(AnswerHead.EVENT_STREAM);
    events.content(log.answer.open().orElseThrow());
    events.state(SampleJobs.in(JobState.RUNNING));
    log.add("data: a\n\n");

    assertThat(polled()).containsExactly(job(JobState.RUNNING), content("a"));
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "CANCELLED"})
  void aBadEndDoesNotWaitForContentThatNeverEnds(JobState state) {
    Log log = new Log(AnswerHead.EVENT_STREAM);
    events.content(log.answer.open().orElseThrow());
    log.add("data: a\n\n");
    events.state(SampleJobs.in(state));

    assertThat(polled()).containsExactly(job(state));
    assertThat(log.abandoned).isPositive();
  }

  @Test
  void contentThatBreaksIsFollowedByTheState() {
    Log log = new Log(AnswerHead.EVENT_STREAM);
    events.content(log.answer.open().orElseThrow());
    log.add("data: a\n\n");
    log.answer.fail(Failure.of(ErrorCode.UPSTREAM_FAILED, "No."));
    assertThat(polled()).containsExactly(content("a"));
    events.state(SampleJobs.failed("upstream_failed", "No."));

    assertThat(polled()).hasSize(1);
    assertThat(events.finished()).isTrue();
  }

  @Test
  void whoeverReadsLetsTheWriterGoOn() {
    Log log = new Log(AnswerHead.EVENT_STREAM);
    List<Long> taken = new ArrayList<>();
    log.answer.onDrained(taken::add);
    events.content(log.answer.open().orElseThrow());
    log.add("data: abc\n\n");

    assertThat(taken).isEmpty();
    assertThat(polled()).hasSize(1);
    assertThat(taken).containsExactly(11L);
  }

  @Test
  void afterItIsClosedAllContentIsLeft() {
    Log read = new Log(AnswerHead.EVENT_STREAM);
    Log waiting = new Log(AnswerHead.EVENT_STREAM);
    Log late = new Log(AnswerHead.EVENT_STREAM);
    events.content(read.answer.open().orElseThrow());
    assertThat(polled()).isEmpty();
    events.content(waiting.answer.open().orElseThrow());

    events.close();
    events.content(late.answer.open().orElseThrow());
    events.state(SampleJobs.in(JobState.RUNNING));

    assertThat(List.of(read.abandoned, waiting.abandoned, late.abandoned))
        .allMatch(times -> times > 0);
    assertThat(events.poll()).isNull();
    assertThat(events.finished()).isTrue();
  }

  @Test
  void noContentIsKeptOpenWhenItComesWhileTheWatcherLeaves() throws Exception {
    for (int round = 0; round < 200; round++) {
      Log log = new Log(AnswerHead.EVENT_STREAM);
      JobEvents raced = new JobEvents(() -> {});
      AnswerReader reader = log.answer.open().orElseThrow();

      StartGate.run(
          2,
          thread -> {
            if (thread == 0) {
              raced.content(reader);
            } else {
              raced.close();
            }
          });

      assertThat(log.abandoned).as("round %d", round).isPositive();
    }
  }

  private List<String> polled() {
    List<String> all = new ArrayList<>();
    for (byte[] event = events.poll(); event != null; event = events.poll()) {
      all.add(new String(event, UTF_8));
    }
    return all;
  }

  private static String job(JobState state) {
    Job job = SampleJobs.in(state);
    return "event: job\ndata: " + ApiJson.text(JobJson.of(job, null)) + "\n\n";
  }

  private static String content(String data) {
    return "event: content\ndata: " + data + "\n\n";
  }

  /** An answer that counts how often it was left by all. */
  private static final class Log {
    final Answer answer = new Answer();
    volatile int abandoned;

    Log(String contentType) {
      answer.onAbandoned(() -> abandoned = 1);
      answer.begin(new AnswerHead(200, contentType, "n1", 1, 5));
    }

    void add(String event) {
      answer.append(event.getBytes(UTF_8));
    }
  }
}
