package io.tidegate.jobs;

import static io.tidegate.jobs.JobSamples.completed;
import static io.tidegate.jobs.JobSamples.draft;
import static io.tidegate.jobs.JobSamples.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.jobs.JobStore.ClaimedJob;
import io.tidegate.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** An answer that was paid for is kept, whatever others do and whatever breaks meanwhile. */
final class PatientCommitsTest {

  private final List<Duration> pauses = new ArrayList<>();
  private Supplier<Throwable> trouble = () -> null;
  private final FakeJobs store =
      new FakeJobs() {
        @Override
        public synchronized List<Boolean> finish(List<Ending> endings) {
          Throwable thrown = trouble.get();
          if (thrown instanceof Error error) {
            throw error;
          }
          if (thrown instanceof RuntimeException mistake) {
            throw mistake;
          }
          return super.finish(endings);
        }
      };

  @Test
  void anEndIsKeptThoughOthersFillThePool() {
    Executor full =
        task -> {
          throw new RejectedExecutionException();
        };

    assertThat(commits(full).end(completed(claimed(), 3))).isTrue();

    assertThat(store.find(List.of("a")).get(0).state()).isEqualTo(JobState.COMPLETED);
    assertThat(pauses).isEmpty();
  }

  @Test
  void anEndIsTriedAgainWhateverKeptItFromBeingKept() {
    trouble = () -> pauses.size() < 3 ? new IllegalStateException("a pool that is closed") : null;

    assertThat(commits(Runnable::run).end(completed(claimed(), 3))).isTrue();

    assertThat(store.results.get("a")).containsExactly(JobSamples.RESULT);
    assertThat(pauses).hasSize(3);
  }

  @Test
  void anErrorOfTheMachineIsNoFaultOfTheJob() {
    trouble = () -> new OutOfMemoryError("made on purpose by a test");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> commits(Runnable::run).end(completed(claimed(), 3)))
        .satisfies(away -> assertThat(away.ofRows()).isFalse());
    assertThat(pauses).hasSize(4);
  }

  private PatientCommits commits(Executor executor) {
    return new PatientCommits(store, executor, pauses::add, () -> {});
  }

  private ClaimedJob claimed() {
    store.add(List.of(draft("a", 1)));
    return store.claim("a", lease("one", 2)).orElseThrow();
  }
}
