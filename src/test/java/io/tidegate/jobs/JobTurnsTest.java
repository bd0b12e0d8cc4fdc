package io.tidegate.jobs;

import static io.tidegate.jobs.JobSamples.draft;
import static io.tidegate.jobs.JobSamples.job;
import static io.tidegate.jobs.JobSamples.lease;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.jobs.JobStore.ClaimedJob;
import io.tidegate.jobs.JobStore.Draft;
import io.tidegate.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The law of tenants, for the queue of jobs: whose turn it is does not depend on who has many. */
final class JobTurnsTest {

  /** What keeps the jobs. */
  enum Kind {
    MEMORY,
    H2,
    POSTGRES
  }

  private JpaBench bench;
  private JobStore store;

  @AfterEach
  void close() {
    if (bench != null) {
      bench.close();
    }
  }

  private void open(Kind kind) {
    if (kind == Kind.MEMORY) {
      store = new FakeJobs();
    } else {
      bench = new JpaBench(kind == Kind.H2 ? TestDatabase.h2() : TestDatabase.postgres());
      store = bench.store();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTenantWithAThousandJobsLetsAnothersBeTheNext(Kind kind) {
    open(kind);
    List<Draft> many = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      many.add(of("loud", "loud" + i, 1, Priority.NORMAL));
    }
    store.add(many);
    store.add(List.of(of("modest", "modest1", 9, Priority.NORMAL)));
    store.add(List.of(of("quiet", "quiet1", 9, Priority.NORMAL)));

    assertThat(turns(5, Set.of())).containsExactly("loud", "modest", "quiet", "loud", "loud");
  }

  @ParameterizedTest
  @EnumSource
  void theUrgentComeFirstAndWhoHasItsShareIsLeftOut(Kind kind) {
    open(kind);
    store.add(
        List.of(
            of("loud", "a", 1, Priority.HIGH),
            of("loud", "b", 1, Priority.NORMAL),
            of("modest", "c", 1, Priority.LOW)));
    assertThat(store.waits(10)).isTrue();
    assertThat(store.claimNext(lease("one", 10), Set.of("loud"), "").orElseThrow().job().id())
        .isEqualTo("c");
    assertThat(store.claimNext(lease("one", 10), Set.of("loud"), "")).isEmpty();

    assertThat(turns(3, Set.of())).containsExactly("loud", "loud");
    assertThat(store.waits(10)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatIsNotDueHasNoTurn(Kind kind) {
    open(kind);
    store.add(List.of(of("loud", "a", 1, Priority.NORMAL)));
    ClaimedJob claim = store.claimNext(lease("one", 2), Set.of(), "").orElseThrow();
    store.requeue(JobSamples.retry(claim, true, 3));

    assertThat(store.waits(7)).isFalse();
    assertThat(store.claimNext(lease("one", 7), Set.of(), "")).isEmpty();
    assertThat(store.claimNext(lease("one", 8), Set.of(), "")).isPresent();
  }

  private List<String> turns(int most, Set<String> full) {
    List<String> tenants = new ArrayList<>();
    String last = "";
    for (int i = 0; i < most; i++) {
      Optional<ClaimedJob> claim = store.claimNext(lease("one", 10), full, last);
      if (claim.isPresent()) {
        last = claim.get().job().tenant().value();
        tenants.add(last);
      }
    }
    return tenants;
  }

  private static Draft of(String tenant, String id, long created, Priority priority) {
    return JobSamples.of(new TenantId(tenant), draft(job(id, created, priority), null));
  }
}
