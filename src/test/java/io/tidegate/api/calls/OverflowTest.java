package io.tidegate.api.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.Inquiry;
import io.tidegate.api.jobs.SampleJobs;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.JobState;
import io.tidegate.jobs.Submission;
import io.tidegate.testing.SampleCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which refused calls become jobs, and what the client is told. */
class OverflowTest {

  private static final Failure FULL = Failure.of(ErrorCode.GATEWAY_OVERLOADED, "Full.");

  private final Call call = SampleCalls.chat("flash", new Deadline(0));
  private final Submission.Options options = new Submission.Options(null, null, "key", null);
  private final List<Submission> submitted = new ArrayList<>();
  private final CompletableFuture<Job> kept = new CompletableFuture<>();
  private final AtomicInteger news = new AtomicInteger();

  @Test
  void aRefusedCallIsSubmittedOnceAndBecomesAJob() {
    Overflow overflow = overflow(options);

    assertThat(overflow.after(FULL)).isEqualTo(Overflow.Way.PENDING);
    assertThat(overflow.after(FULL)).isEqualTo(Overflow.Way.PENDING);
    assertThat(submitted)
        .containsExactly(
            new Submission(call.tenant(), call.operation(), call.request(), call.terms(), options));
    assertThat(news).hasValue(0);

    Job job = SampleJobs.in(JobState.QUEUED);
    kept.complete(job);

    assertThat(news).hasValue(1);
    assertThat(overflow.after(FULL)).isEqualTo(Overflow.Way.JOB);
    assertThat(overflow.job()).isSameAs(job);
    assertThat(submitted).hasSize(1);
  }

  @Test
  void itIsRefusedAsItWasWhenTheJobIsRefusedToo() {
    Overflow overflow = overflow(options);
    assertThat(overflow.after(FULL)).isEqualTo(Overflow.Way.PENDING);

    kept.completeExceptionally(Failure.of(ErrorCode.JOB_QUEUE_FULL, "Full, too.").asException());

    assertThat(news).hasValue(1);
    assertThat(overflow.after(FULL)).isEqualTo(Overflow.Way.REFUSED);
    assertThat(submitted).hasSize(1);
  }

  @Test
  void anExceptionInPlaceOfAStageIsARefusalToo() {
    Overflow overflow =
        new Overflow(
            submission -> {
              throw Failure.of(ErrorCode.STORE_UNAVAILABLE, "Away.").asException();
            },
            new AnswerRequest(Inquiry.of(call), Rendering.AS_IS, options),
            news::incrementAndGet);

    assertThat(overflow.after(FULL)).isEqualTo(Overflow.Way.PENDING);
    assertThat(news).hasValue(1);
    assertThat(overflow.after(FULL)).isEqualTo(Overflow.Way.REFUSED);
  }

  @Test
  void whoeverDoesNotTakeAJobIsRefused() {
    assertThat(overflow(null).after(FULL)).isEqualTo(Overflow.Way.REFUSED);
    assertThat(submitted).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void onlyOverloadAndQuotasMakeAJob(ErrorCode code) {
    List<String> overload =
        List.of(
            "gateway_overloaded",
            "queue_timeout",
            "upstream_busy",
            "quota_exceeded",
            "priority_refused",
            "no_node_available",
            "deadline_unreachable");

    Overflow.Way way = overflow(options).after(Failure.of(code, "No."));

    assertThat(way)
        .isEqualTo(overload.contains(code.code()) ? Overflow.Way.PENDING : Overflow.Way.REFUSED);
    assertThat(submitted).hasSize(overload.contains(code.code()) ? 1 : 0);
  }

  private Overflow overflow(Submission.Options wanted) {
    return new Overflow(
        this::submit,
        new AnswerRequest(Inquiry.of(call), Rendering.AS_IS, wanted),
        news::incrementAndGet);
  }

  private CompletionStage<Job> submit(Submission submission) {
    submitted.add(submission);
    return kept;
  }
}
