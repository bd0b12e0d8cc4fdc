package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.STORED_DATA_UNREADABLE;
import static io.tidegate.jobs.JobSamples.completed;
import static io.tidegate.jobs.JobSamples.draft;
import static io.tidegate.jobs.JobSamples.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.exchange.FailureException;
import io.tidegate.jobs.JobStore.ClaimedJob;
import io.tidegate.jobs.JobStore.Ending;
import io.tidegate.sealing.SampleSealing;
import io.tidegate.sealing.Sealing;
import io.tidegate.store.Posting;
import io.tidegate.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sealed jobs keep the contract of jobs, and are unreadable without their key. */
final class SealedJobsTest extends JobMaintenanceStoreContract {

  private final JpaBench tables = new JpaBench(TestDatabase.h2());

  @Override
  Bench bench() {
    return new Bench() {
      @Override
      public JobStore store() {
        return sealed(SampleSealing.by("a"));
      }

      @Override
      public JobMaintenanceStore upkeep() {
        return tables.upkeep();
      }

      @Override
      public List<Posting> postings() {
        return tables.postings();
      }

      @Override
      public List<String> events(String id) {
        return tables.events(id);
      }
    };
  }

  @Override
  int addition() {
    return 61;
  }

  private JobStore sealed(Sealing sealing) {
    return new SealedJobs(tables.tables(), sealing);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void aJobOfAKeyThatIsGoneIsUnreadableAndTheOthersAreNot() {
    ends("old", sealed(SampleSealing.by("a")));
    JobStore other = sealed(SampleSealing.by("b"));
    ends("new", other);

    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> other.request("old"))
        .satisfies(told -> assertThat(told.failure().code()).isEqualTo(STORED_DATA_UNREADABLE));
    assertThatExceptionOfType(FailureException.class).isThrownBy(() -> other.result("old"));
    assertThat(other.request("new")).isPresent();
    assertThat(other.result("new")).isPresent();
    assertThat(other.find(List.of("old", "new"))).hasSize(2);
  }

  @Test
  void jobsOfBeforeThereWasAKeyStayReadable() {
    ends("clear", tables.store());

    assertThat(sealed(SampleSealing.by("a")).request("clear").orElseThrow().bytes())
        .isEqualTo(draft("clear", 1).body().bytes());
    assertThat(sealed(SampleSealing.by("a")).result("clear")).isPresent();
  }

  @Test
  void theErrorOfAJobIsSealedToo() {
    JobStore store = sealed(SampleSealing.by("a"));
    store.add(List.of(draft("a", 1)));
    ClaimedJob claim = store.claim("a", lease("one", 2)).orElseThrow();
    Job.Cause quoted =
        new Job.Cause("upstream_failed", "Cannot do 'the prompt'. " + "é".repeat(980));
    store.finish(List.of(new Ending("a", claim.epoch(), JobState.FAILED, quoted, null, 3)));

    String kept = tables.tables().find(List.of("a")).get(0).error().message();
    assertThat(kept).doesNotContain("prompt").matches("[A-Za-z0-9+/=]+");
    assertThat(store.find(List.of("a")).get(0).error().message())
        .isEqualTo(quoted.message().substring(0, 1000));
    assertThat(sealed(SampleSealing.by("b")).find(List.of("a")).get(0).error().message())
        .isEqualTo("What was stored of it cannot be read.");
  }

  private static void ends(String id, JobStore store) {
    store.add(List.of(draft(id, 1)));
    ClaimedJob claim = store.claim(id, lease("one", 2)).orElseThrow();
    assertThat(store.finish(List.of(completed(claim, 3)))).containsExactly(true);
  }
}
