package io.tidegate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs that are handed in, over a store in memory. */
abstract class SubmittedJobs {

  /** Enough for three of the jobs that are submitted here, and not for four. */
  static final int BYTES = 4 << 10;

  static final Duration DAY = Duration.ofDays(1);
  static final TenantId OTHER = new TenantId("other");

  final ManualClock clock = new ManualClock();
  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  final Set<String> unserved = new HashSet<>();
  boolean alone = true;
  boolean away;
  boolean broken;
  boolean full;
  int ids;
  int nudges;
  Executor threads = Runnable::run;
  final FakeJobs store =
      new FakeJobs() {
        @Override
        public synchronized List<Added> add(List<Draft> drafts) {
          if (away) {
            throw new StoreException(new IllegalStateException("away"));
          }
          if (broken) {
            throw new IllegalArgumentException("a mistake of ours");
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
  final JobBacklog backlog =
      new JobBacklog(new JobRoom(3, 2, () -> true), new JobRoom(BYTES, 0, () -> alone));
  final JobListeners watches = new JobListeners();
  final Jobs jobs = jobs();

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
        task -> threads.execute(task));
  }

  final Job submit(String model, Submission.Options options) {
    return submit(JobSamples.TENANT, model, options);
  }

  final Job submit(TenantId tenant, String model, Submission.Options options) {
    return handIn(tenant, model, options).join();
  }

  final CompletableFuture<Job> handIn(TenantId tenant, String model, Submission.Options options) {
    return jobs.submit(
            new Submission(
                tenant,
                Operation.CHAT,
                SampleCalls.chat(model, new Deadline(0)).request(),
                Terms.DEFAULT,
                options))
        .toCompletableFuture();
  }

  final void refused(ErrorCode code, Submission.Options options) {
    refused(code, "", options);
  }

  final void refused(ErrorCode code, String message, Submission.Options options) {
    assertThatThrownBy(() -> submit("deepseek-flash", options))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            FailureException.class,
            failed -> {
              assertThat(failed.failure().code()).isEqualTo(code);
              assertThat(failed.failure().message()).contains(message);
            });
  }

  static Submission.Options key(String key) {
    return new Submission.Options(null, null, key, null);
  }
}
