package io.tidegate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.collect.JobResult;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When no more jobs are taken. */
final class FullJobsTest extends SubmittedJobs {

  @Test
  void moreThanTheMostAreRefusedUntilSomeHaveGone() {
    submit("deepseek-flash", Submission.Options.NONE);
    submit("deepseek-flash", Submission.Options.NONE);
    refused(ErrorCode.JOB_QUEUE_FULL, Submission.Options.NONE);

    assertThat(store.claim("job_0", JobSamples.lease("one", 2))).isPresent();
    backlog.count(store);
    submit("deepseek-flash", Submission.Options.NONE);
  }

  @Test
  void aTenantThatHasItsShareLeavesRoomForOthers() {
    submit("deepseek-flash", Submission.Options.NONE);
    submit("deepseek-flash", Submission.Options.NONE);
    refused(ErrorCode.JOB_QUEUE_FULL, Submission.Options.NONE);

    submit(OTHER, "deepseek-flash", Submission.Options.NONE);
    backlog.count(store);
    assertThat(backlog.queued()).isEqualTo(3);
    assertThat(backlog.reserve(new TenantId("third"), 1)).contains(JobBacklog.Lack.PLACES);
  }

  @Test
  void jobsThatWaitToBeWrittenTogetherHaveTheirPlacesAlready() {
    Queue<Runnable> pool = new ArrayDeque<>();
    threads = pool::add;
    List<CompletableFuture<Job>> loud = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      loud.add(handIn(JobSamples.TENANT, "deepseek-flash", Submission.Options.NONE));
    }
    CompletableFuture<Job> other = handIn(OTHER, "deepseek-flash", Submission.Options.NONE);
    pool.remove().run();

    assertThat(store.rows).hasSize(3);
    assertThat(loud.stream().filter(CompletableFuture::isCompletedExceptionally)).hasSize(3);
    assertThat(other.join().tenant()).isEqualTo(OTHER);
    assertThat(backlog.queued()).isEqualTo(3);
  }

  @Test
  void jobsThatAreNotWrittenGiveTheirPlacesBack() {
    away = true;
    for (int i = 0; i < 4; i++) {
      refused(ErrorCode.STORE_UNAVAILABLE, Submission.Options.NONE);
    }
    away = false;
    Job earlier = submit("deepseek-flash", key("k"));
    for (int i = 0; i < 4; i++) {
      assertThat(submit("deepseek-flash", key("k")).id()).isEqualTo(earlier.id());
    }

    submit("deepseek-flash", Submission.Options.NONE);
    assertThat(store.rows).hasSize(2);
  }

  @Test
  void aRepetitionIsToldOfItsJobWhereNoNewOneFits() {
    Job earlier = submit("deepseek-flash", key("k"));
    submit("deepseek-flash", Submission.Options.NONE);
    refused(ErrorCode.JOB_QUEUE_FULL, key("new"));

    assertThat(submit("deepseek-flash", key("k")).id()).isEqualTo(earlier.id());
    full = true;
    assertThat(submit("deepseek-flash", key("k")).id()).isEqualTo(earlier.id());
    assertThat(store.rows).hasSize(2);
  }

  @Test
  void aFullBrokerRefusesJobs() {
    full = true;
    refused(ErrorCode.JOB_QUEUE_FULL, Submission.Options.NONE);
    assertThat(store.rows).isEmpty();
  }

  @Test
  void jobsThatHaveEndedTakeRoomUntilTheyAreForgotten() {
    for (int i = 0; i < 3; i++) {
      end(JobSamples.TENANT);
    }
    refused(ErrorCode.JOB_QUEUE_FULL, Submission.Options.NONE);
    backlog.weigh(store);
    refused(ErrorCode.JOB_QUEUE_FULL, Submission.Options.NONE);
    assertThat(store.rows).hasSize(3);

    assertThat(store.purge(Long.MAX_VALUE, 10)).isEqualTo(3);
    backlog.weigh(store);
    submit("deepseek-flash", Submission.Options.NONE);
  }

  @Test
  void answersTakeRoomToo() {
    Job job = submit("deepseek-flash", Submission.Options.NONE);
    JobStore.ClaimedJob claim = store.claim(job.id(), JobSamples.lease("one", 2)).orElseThrow();
    JobResult.Body answer = new JobResult.Body(new byte[BYTES]);
    JobResult result = new JobResult(200, "application/json", answer);
    store.finish(
        List.of(new JobStore.Ending(job.id(), claim.epoch(), JobState.COMPLETED, null, result, 3)));
    backlog.weigh(store);

    refused(ErrorCode.JOB_QUEUE_FULL, Submission.Options.NONE);
    assertThat(jobs.result(JobSamples.TENANT, job.id())).isPresent();
  }

  @Test
  void aTenantWhoseJobsFillItsShareLeavesRoomForThoseOfOthers() {
    alone = false;
    end(JobSamples.TENANT);

    refused(ErrorCode.JOB_QUEUE_FULL, Submission.Options.NONE);
    submit(OTHER, "deepseek-flash", Submission.Options.NONE);
    alone = true;
    submit("deepseek-flash", Submission.Options.NONE);
  }

  @Test
  void whoIsRefusedForRoomIsToldWhenToComeBack() {
    assertThat(backlog.reserve(OTHER, BYTES)).isEmpty();

    assertThatThrownBy(() -> submit("deepseek-flash", Submission.Options.NONE))
        .cause()
        .isInstanceOfSatisfying(
            FailureException.class,
            failed -> {
              assertThat(failed.failure().message()).contains("room");
              assertThat(failed.failure().retryAfter())
                  .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
            });
  }

  private void end(TenantId tenant) {
    Job job = submit(tenant, "deepseek-flash", Submission.Options.NONE);
    assertThat(store.cancel(tenant, job.id(), 2)).isPresent();
    backlog.count(store);
  }
}
