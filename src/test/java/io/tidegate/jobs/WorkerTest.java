package io.tidegate.jobs;

import static io.tidegate.jobs.JobSamples.TENANT;
import static io.tidegate.jobs.JobSamples.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.collect.AnswerCollector;
import io.tidegate.collect.CollectedAnswer;
import io.tidegate.collect.JobResult;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Usage;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Reservation;
import io.tidegate.store.Posting;
import io.tidegate.store.StoreException;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WorkerTest {

  private static final long NOW = 5;

  private final ManualClock clock = new ManualClock();
  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  private final FakeJobs jobs = new FakeJobs();
  private final List<Call> asked = new ArrayList<>();
  private Optional<Terms> terms = Optional.of(new Terms(Priority.LOW, false, 0));
  private final List<Duration> pauses = new ArrayList<>();
  private Runnable atPause = () -> {};
  private boolean stopping;
  private int failedCommits;
  private Consumer<Consumer<CollectedAnswer>> node =
      ended -> ended.accept(failure(ErrorCode.UPSTREAM_FAILED));
  private final Worker worker = worker();

  private Worker worker() {
    JobStore failing =
        new FakeJobs() {
          @Override
          public synchronized List<Boolean> finish(List<Ending> endings) {
            if (failedCommits-- > 0) {
              throw new StoreException(new IllegalStateException("away"));
            }
            return jobs.finish(endings);
          }

          @Override
          public synchronized boolean requeue(Retry retry) {
            return jobs.requeue(retry);
          }
        };
    Worker.Parts parts =
        new Worker.Parts(
            new PatientCommits(failing, Runnable::run, pause -> {}, () -> {}),
            new JobCalls(
                (body, operation) -> SampleCalls.chat("deepseek-flash", new Deadline(0)).request(),
                tenant -> terms,
                clock,
                Duration.ofMinutes(10)),
            this::ask,
            new JobRetryPolicy(2, new Random(1)),
            new JobListeners(),
            new JobThroughput(new RecordingMetrics(), clock),
            MemoryBudget.unlimited());
    return new Worker(jobs, parts, setup());
  }

  private Worker.Setup setup() {
    return new Worker.Setup(
        4,
        "here",
        Duration.ofSeconds(20),
        () -> stopping,
        () -> Instant.ofEpochMilli(NOW),
        time -> {
          pauses.add(time);
          atPause.run();
        });
  }

  private AnswerCollector.Asking ask(Call call, Reservation held, Consumer<CollectedAnswer> ended) {
    asked.add(call);
    assertThat(held.used()).as("taken before").isPositive();
    node.accept(ended);
    return new AnswerCollector.Asking() {
      @Override
      public void cancel() {
        ended.accept(failure(ErrorCode.CLIENT_CLOSED));
      }

      @Override
      public Optional<AnswerReader> follow() {
        return Optional.empty();
      }
    };
  }

  private static CollectedAnswer failure(ErrorCode code) {
    return new CollectedAnswer(null, Usage.NONE, Failure.of(code, "no"));
  }

  private Job run(Consumer<Consumer<CollectedAnswer>> behaviour) {
    node = behaviour;
    jobs.add(List.of(draft("a", 1)));
    worker.work("a", 1);
    return job();
  }

  private Job job() {
    return jobs.find(List.of("a")).get(0);
  }

  private Posting last() {
    return jobs.outbox.get(jobs.outbox.size() - 1);
  }

  @Test
  void anAnswerIsCommittedBeforeTheMessageIsAcknowledged() {
    Job job = run(ended -> ended.accept(new CollectedAnswer(JobSamples.RESULT, Usage.NONE, null)));

    assertThat(job.state()).isEqualTo(JobState.COMPLETED);
    assertThat(asked.get(0).id()).isEqualTo("a-1");
    assertThat(asked.get(0).terms().priority()).isEqualTo(Priority.LOW);
    assertThat(asked.get(0).terms().pinned()).isTrue();
    assertThat(asked.get(0).deadline().remaining(clock.getAsLong()))
        .isEqualTo(Duration.ofMillis(1 + JobSamples.DEADLINE - NOW).toNanos());
    assertThat(worker.running()).isEmpty();
  }

  @Test
  void anAnswerIsKeptThoughTheDatabaseIsAwayForAWhile() {
    failedCommits = 3;
    Job job = run(ended -> ended.accept(new CollectedAnswer(JobSamples.RESULT, Usage.NONE, null)));

    assertThat(job.state()).isEqualTo(JobState.COMPLETED);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aJobFailsWithTheLastFailureThatCounts() {
    Job job = run(ended -> ended.accept(failure(ErrorCode.UPSTREAM_FAILED)));
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(last().dueAt()).isBetween(NOW + 1_000, NOW + 2_000);

    worker.work("a", 1);
    assertThat(job().error().code()).isEqualTo("attempts_exhausted");
    assertThat(jobs.events).hasSize(1);
  }

  @Test
  void overloadNeverExhaustsAJob() {
    run(ended -> ended.accept(failure(ErrorCode.GATEWAY_OVERLOADED)));
    for (int attempt = 2; attempt < 20; attempt++) {
      worker.work("a", 1);
    }

    assertThat(job().state()).isEqualTo(JobState.QUEUED);
    assertThat(last().dueAt()).isBetween(NOW + 30_000, NOW + 60_000);
  }

  @Test
  void aRefusedTenantsJobWaitsUntilTheRefusalEndsAndIsAnsweredThen() {
    Failure refused = Failure.of(ErrorCode.TENANT_REFUSED, "no").retryAfter(Duration.ofSeconds(20));
    run(ended -> ended.accept(new CollectedAnswer(null, Usage.NONE, refused)));
    for (int attempt = 2; attempt < 20; attempt++) {
      worker.work("a", 1);
    }
    assertThat(job().state()).isEqualTo(JobState.QUEUED);
    assertThat(last().dueAt()).isGreaterThanOrEqualTo(NOW + 20_000);

    node = ended -> ended.accept(new CollectedAnswer(JobSamples.RESULT, Usage.NONE, null));
    worker.work("a", 1);
    assertThat(job().state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aServerThatStopsGivesTheJobToOthersAtOnce() {
    run(ended -> ended.accept(failure(ErrorCode.GATEWAY_STOPPING)));
    assertThat(last().dueAt()).isEqualTo(NOW);

    stopping = true;
    assertThatThrownBy(() -> worker.work("a", 1)).isInstanceOf(IllegalStateException.class);
    assertThat(job().state()).isEqualTo(JobState.QUEUED);
    assertThat(pauses).containsExactly(Worker.LAST_PAUSE);
  }

  @Test
  void theVerdictOfANodeIsKeptForTheOwner() {
    JobResult refusal = new JobResult(400, "application/json", JobSamples.RESULT.body());
    Job job = run(ended -> ended.accept(new CollectedAnswer(refusal, Usage.NONE, null)));

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.error().code()).isEqualTo(JobRetryPolicy.NODE_REFUSED);
    assertThat(jobs.result("a").orElseThrow().status()).isEqualTo(400);
  }

  @Test
  void theJobOfATenantThatIsGoneIsNotAsked() {
    terms = Optional.empty();
    Job job = run(ended -> {});

    assertThat(job.error().code()).isEqualTo("forbidden");
    assertThat(asked).isEmpty();
  }

  @Test
  void aCancelledCallEndsItsJob() {
    Job job =
        run(
            ended -> {
              jobs.cancel(TENANT, "a", NOW);
              worker.cancel("a");
            });

    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void aMistakeGivesTheClaimBackAndTheMessageToTheBroker() {
    assertThatThrownBy(
            () ->
                run(
                    ended -> {
                      throw new IllegalStateException("a mistake");
                    }))
        .hasMessage("a mistake");
    assertThat(job().state()).isEqualTo(JobState.QUEUED);
    assertThat(worker.running()).isEmpty();

    assertThatThrownBy(() -> worker.work("a", Worker.MAX_DELIVERIES)).hasMessage("a mistake");
    assertThat(job().error().code()).isEqualTo("attempts_exhausted");
  }

  @Test
  void aTenantWhoseJobsDoNotEndLeavesASessionToAnother() {
    for (int i = 0; i < 9; i++) {
      jobs.add(List.of(draft("loud" + i, 1)));
    }
    List<String> ended = new ArrayList<>();
    atPause =
        () -> {
          if (ended.isEmpty()) {
            jobs.add(List.of(JobSamples.of(new TenantId("modest"), draft("m", NOW))));
            ended.add("handed in");
          }
        };
    // Each attempt of the loud one lasts until the next message has been worked on.
    node =
        over -> {
          int running = worker.running().size();
          if (running < 4 && ended.isEmpty()) {
            worker.work("loud" + running, 1);
          }
          over.accept(new CollectedAnswer(JobSamples.RESULT, Usage.NONE, null));
        };
    worker.work("loud0", 1);

    assertThat(asked).extracting(call -> call.tenant().value()).startsWith("bank", "bank", "bank");
    assertThat(asked.get(3).tenant().value()).isEqualTo("modest");
    assertThat(asked).hasSize(4);
  }

  @Test
  void aMessageOfAJobThatRunsOrHasEndedIsDropped() {
    run(
        ended -> {
          worker.work("a", 2);
          ended.accept(new CollectedAnswer(JobSamples.RESULT, Usage.NONE, null));
        });
    worker.work("a", 1);
    worker.work("missing", 1);

    assertThat(asked).hasSize(1);
  }
}
