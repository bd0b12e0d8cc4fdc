package io.tidegate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.store.StorableText;
import io.tidegate.store.StoreException;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class JobsTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final TenantId OTHER = new TenantId("other");

  private final ManualClock clock = new ManualClock();
  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  private final Set<String> unserved = new HashSet<>();
  private boolean away;
  private boolean full;
  private int ids;
  private int nudges;
  private final FakeJobs store =
      new FakeJobs() {
        @Override
        public synchronized List<Added> add(List<Draft> drafts) {
          if (away) {
            throw new StoreException(new IllegalStateException("away"));
          }
          return super.add(drafts);
        }

        @Override
        public synchronized List<Job> find(Collection<String> ids) {
          return super.find(storable(ids));
        }

        @Override
        public synchronized Optional<Job> cancel(TenantId tenant, String id, long now) {
          var unused = storable(List.of(id));
          return super.cancel(tenant, id, now);
        }

        /** As PostgreSQL. */
        private static Collection<String> storable(Collection<String> ids) {
          if (!ids.stream().allMatch(StorableText::isStorable)) {
            throw new StoreException(new IllegalStateException("invalid byte sequence"));
          }
          return ids;
        }
      };
  private final JobBacklog backlog = new JobBacklog(3, 2, () -> true);
  private final JobListeners watches = new JobListeners();
  private final Jobs jobs = jobs();

  private Jobs jobs() {
    JobThroughput tally = new JobThroughput(new RecordingMetrics(), clock);
    Worker worker =
        new Worker(
            store,
            new Worker.Parts(null, null, null, null, watches, tally, null),
            new Worker.Setup(
                4, "here", DAY, () -> false, () -> Instant.ofEpochMilli(1), pause -> {}));
    SubmissionChecker drafts =
        new SubmissionChecker(
            new JobsConfig.Times(DAY, DAY, DAY, DAY),
            (tenant, url) -> Optional.ofNullable(url),
            () -> "job_" + ids++);
    return new Jobs(
        new Jobs.Parts(
            store,
            drafts,
            backlog,
            watches,
            worker,
            tally,
            model ->
                unserved.contains(model)
                    ? Optional.of(Failure.of(ErrorCode.MODEL_NOT_FOUND, "No."))
                    : Optional.empty()),
        new Jobs.Broker(() -> full, () -> nudges++),
        () -> Instant.ofEpochMilli(1),
        new Random(1),
        Runnable::run);
  }

  private Job submit(String model, Submission.Options options) {
    return submit(JobSamples.TENANT, model, options);
  }

  private Job submit(TenantId tenant, String model, Submission.Options options) {
    return jobs.submit(
            new Submission(
                tenant,
                Operation.CHAT,
                SampleCalls.chat(model, new Deadline(0)).request(),
                Terms.DEFAULT,
                options))
        .toCompletableFuture()
        .join();
  }

  private void refused(ErrorCode code, Submission.Options options) {
    assertThatThrownBy(() -> submit("deepseek-flash", options))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            FailureException.class, failed -> assertThat(failed.failure().code()).isEqualTo(code));
  }

  private static Submission.Options key(String key) {
    return new Submission.Options(null, null, key, null);
  }

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
    assertThat(backlog.full(new TenantId("third"))).isTrue();
  }

  @Test
  void aJobForAModelThatNoNodeServesIsRefusedAtOnce() {
    Job earlier = submit("deepseek-flash", key("k"));
    unserved.add("deepseek-flash");

    refused(ErrorCode.MODEL_NOT_FOUND, Submission.Options.NONE);
    refused(ErrorCode.MODEL_NOT_FOUND, key("new"));
    assertThat(submit("deepseek-flash", key("k")).id()).isEqualTo(earlier.id());
    assertThat(store.rows).hasSize(1);
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
  void aDatabaseThatIsAwayRefusesJobs() {
    away = true;
    refused(ErrorCode.STORE_UNAVAILABLE, Submission.Options.NONE);
    assertThat(backlog.queued()).isZero();
  }

  @Test
  void aRepetitionGivesTheSameJobAndCountsOnce() {
    Job first = submit("deepseek-flash", key("k"));
    Job again = submit("deepseek-flash", key("k"));

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(backlog.queued()).isEqualTo(1);
    assertThat(nudges).isEqualTo(1);
    assertThatThrownBy(() -> submit("deepseek-other", key("k"))).hasMessageContaining("conflict");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    refused(ErrorCode.INVALID_VALUE, new Submission.Options(DAY.plusMillis(1), null, null, null));
    refused(ErrorCode.INVALID_VALUE, new Submission.Options(null, Duration.ZERO, null, null));
    refused(ErrorCode.INVALID_VALUE, key(" "));
  }

  @Test
  void nobodySeesTheJobOfAnother() {
    String id = submit("deepseek-flash", Submission.Options.NONE).id();

    assertThatThrownBy(() -> jobs.get(OTHER, id)).hasMessageContaining("not_found");
    assertThatThrownBy(() -> jobs.result(OTHER, id)).hasMessageContaining("not_found");
    assertThatThrownBy(() -> jobs.cancel(OTHER, id)).hasMessageContaining("not_found");
    assertThatThrownBy(() -> jobs.list(OTHER, null, id, 5)).hasMessageContaining("invalid_value");
    assertThatThrownBy(() -> jobs.watch(OTHER, id, new Seen())).hasMessageContaining("not_found");
    assertThat(watches.ids()).isEmpty();
  }

  @Test
  void anIdThatNothingCanHaveNamesNoJob() {
    for (String id : List.of("job_\0", "\ud800", "")) {
      assertThatThrownBy(() -> jobs.get(OTHER, id)).hasMessageContaining("not_found");
      assertThatThrownBy(() -> jobs.result(OTHER, id)).hasMessageContaining("not_found");
      assertThatThrownBy(() -> jobs.cancel(OTHER, id)).hasMessageContaining("not_found");
      assertThatThrownBy(() -> jobs.list(OTHER, null, id, 5)).hasMessageContaining("invalid_value");
      assertThat(jobs.revive(id)).isFalse();
    }
  }

  @Test
  void aModelWhoseNameCannotBeStoredIsRefused() {
    for (String model : List.of("a\0", "\ud800")) {
      assertThatThrownBy(() -> submit(model, Submission.Options.NONE))
          .hasMessageContaining("invalid_value");
    }
  }

  @Test
  void aWatchIsToldOfEachStepOnceAndInOrder() {
    String id = submit("deepseek-flash", Submission.Options.NONE).id();
    Seen seen = new Seen();
    jobs.watch(JobSamples.TENANT, id, seen);
    Job queued = jobs.get(JobSamples.TENANT, id);
    Job running = store.claim(id, JobSamples.lease("one", 2)).orElseThrow().job();

    watches.tell(running);
    watches.tell(queued);
    watches.tell(running);
    jobs.cancel(JobSamples.TENANT, id);
    store.sweep(100, 5, 5);
    watches.tell(jobs.get(JobSamples.TENANT, id));

    assertThat(seen.states).containsExactly(JobState.QUEUED, JobState.RUNNING, JobState.CANCELLED);
    assertThat(watches.ids()).isEmpty();
  }

  @Test
  void theStandingTellsThePositionAndAnEstimateOnceJobsHaveEnded() {
    Job first = submit("deepseek-flash", Submission.Options.NONE);
    Job second = submit("deepseek-flash", Submission.Options.NONE);

    assertThat(jobs.standing(first).orElseThrow().position()).isZero();
    assertThat(jobs.standing(second).orElseThrow().position()).isEqualTo(1);
    assertThat(jobs.standing(second).orElseThrow().estimate()).isEmpty();
  }

  private static final class Seen implements JobListener {

    private final List<JobState> states = new ArrayList<>();

    @Override
    public void state(Job job) {
      states.add(job.state());
    }

    @Override
    public void content(AnswerReader content) {
      content.close();
    }
  }
}
