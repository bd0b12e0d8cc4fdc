package io.tidegate.jobs;

import static io.tidegate.jobs.JobSamples.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.collect.AnswerCollector;
import io.tidegate.collect.CollectedAnswer;
import io.tidegate.collect.JobResult;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Usage;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.MemoryConfig;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.SampleCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a job holds of the memory: from before it is loaded until its answer is kept. */
final class WorkerMemoryTest {

  private final ManualClock clock = new ManualClock();
  private final MemoryBudget memory = new MemoryBudget(new MemoryConfig(1 << 20, 1));
  private final List<String> seen = new ArrayList<>();
  private final FakeJobs jobs =
      new FakeJobs() {
        @Override
        public synchronized Optional<JobResult.Body> request(String id) {
          note("load");
          return super.request(id);
        }

        @Override
        public synchronized List<Boolean> finish(List<Ending> endings) {
          note("keep");
          return super.finish(endings);
        }
      };
  private final Worker worker =
      new Worker(
          jobs,
          new Worker.Parts(
              new PatientCommits(jobs, Runnable::run, pause -> {}, () -> {}),
              new JobCalls(
                  (body, operation) -> SampleCalls.chat("m", new Deadline(0)).request(),
                  tenant -> Optional.of(new Terms(Priority.LOW, false, 0)),
                  clock,
                  Duration.ofMinutes(10)),
              this::ask,
              new JobRetryPolicy(2, new Random(1)),
              new JobListeners(),
              new JobThroughput(new RecordingMetrics(), clock),
              memory),
          new Worker.Setup(
              4,
              "here",
              Duration.ofSeconds(20),
              () -> false,
              () -> Instant.ofEpochMilli(5),
              pause -> {}));

  @Test
  void aJobIsLoadedAndAskedAndKeptWhileItHoldsMemory() {
    jobs.add(List.of(draft("a", 1)));
    worker.work("a", 1);

    assertThat(seen).containsExactly("load 4096", "ask 4096", "keep 4096");
    assertThat(memory.held()).isZero();
  }

  @Test
  void aJobThatFindsNoMemoryIsNeitherLoadedNorAsked() {
    Reservation other;
    do {
      other = memory.open(new TenantId("other"), Use.WORK);
    } while (other.take(4096));
    jobs.add(List.of(draft("a", 1)));

    worker.work("a", 1);

    assertThat(seen).isEmpty();
    assertThat(jobs.find(List.of("a")).get(0).state()).isEqualTo(JobState.QUEUED);
    assertThat(memory.held()).isEqualTo(memory.limit());
  }

  private void note(String what) {
    seen.add(what + " " + memory.held(Use.WORK));
  }

  private AnswerCollector.Asking ask(Call call, Reservation held, Consumer<CollectedAnswer> ended) {
    assertThat(held.used()).isPositive();
    note("ask");
    ended.accept(new CollectedAnswer(JobSamples.RESULT, Usage.NONE, null));
    return new AnswerCollector.Asking() {
      @Override
      public void cancel() {}

      @Override
      public Optional<AnswerReader> follow() {
        return Optional.empty();
      }
    };
  }
}
