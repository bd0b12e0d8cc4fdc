package io.tidegate.jobs;

import static io.tidegate.jobs.JobSamples.DEADLINE;
import static io.tidegate.jobs.JobSamples.RETENTION;
import static io.tidegate.jobs.JobSamples.TENANT;
import static io.tidegate.jobs.JobSamples.completed;
import static io.tidegate.jobs.JobSamples.draft;
import static io.tidegate.jobs.JobSamples.job;
import static io.tidegate.jobs.JobSamples.lease;
import static io.tidegate.jobs.JobSamples.retry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.jobs.JobStore.Mark;
import io.tidegate.jobs.JobStore.Part;
import io.tidegate.store.Posting;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What time brings upon the jobs of each store, and how they are listed. */
abstract class JobMaintenanceStoreContract extends JobStoreContract {

  private JobStore store() {
    return bench().store();
  }

  private JobMaintenanceStore upkeep() {
    return bench().upkeep();
  }

  private List<String> listed(JobState state, String after, int limit) {
    return store().list(new Part(TENANT, state, after, limit)).stream().map(Job::id).toList();
  }

  @Test
  void aClaimLastsUntilItsLeaseRunsOut() {
    store().add(List.of(draft("a", 1)));
    store().claim("a", lease("one", 2));

    assertThat(upkeep().sweep(21, 5, 10)).isZero();
    upkeep().renew("one", Set.of("a"), 50);
    upkeep().renew("two", Set.of("a"), 500);
    assertThat(upkeep().sweep(49, 5, 10)).isZero();
    assertThat(upkeep().sweep(50, 5, 10)).isEqualTo(1);
    assertThat(found("a").state()).isEqualTo(JobState.QUEUED);
    assertThat(found("a").attempts()).isEqualTo(1);
    assertThat(upkeep().sweep(50, 5, 10)).isZero();
  }

  @Test
  void onlyJobsThatAreNamedAreRenewed() {
    store().add(List.of(draft("a", 1), draft("b", 1)));
    store().claim("a", lease("one", 2));
    store().claim("b", lease("one", 2));

    upkeep().renew("one", Set.of("b"), 50);
    assertThat(upkeep().sweep(49, 5, 10)).isEqualTo(1);
    assertThat(found("a").state()).isEqualTo(JobState.QUEUED);
    assertThat(found("b").state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void aJobWhoseServersAreLostTooOftenFails() {
    store().add(List.of(draft("a", 1)));
    for (int time = 1; time <= 3; time++) {
      assertThat(store().claim("a", lease("one", 30L * time))).isPresent();
      assertThat(upkeep().sweep(30L * time + 20, 3, 10)).isEqualTo(1);
    }

    assertThat(found("a").state()).isEqualTo(JobState.FAILED);
    assertThat(found("a").error().code()).isEqualTo("attempts_exhausted");
    assertThat(found("a").times().expires()).isEqualTo(110 + RETENTION);
    assertThat(bench().events("a")).containsExactly("job.failed");
    assertThat(store().revive("a", 120)).isTrue();
  }

  @Test
  void aCancelledJobWhoseServerIsLostEnds() {
    store().add(List.of(draft("a", 1)));
    store().claim("a", lease("one", 2));
    store().cancel(TENANT, "a", 3);

    assertThat(upkeep().sweep(30, 5, 10)).isEqualTo(1);
    assertThat(found("a").state()).isEqualTo(JobState.CANCELLED);
    assertThat(bench().events("a")).containsExactly("job.cancelled");
  }

  @Test
  void aQueuedJobFailsAtItsDeadline() {
    store().add(List.of(draft("a", 1), draft("b", 1), draft("c", 50)));
    store().claim("b", lease("one", 2));

    assertThat(upkeep().expire(DEADLINE, 10)).isZero();
    assertThat(upkeep().expire(1 + DEADLINE, 10)).isEqualTo(1);
    assertThat(found("a").error().code()).isEqualTo("deadline_exceeded");
    assertThat(found("b").state()).isEqualTo(JobState.RUNNING);
    assertThat(found("c").state()).isEqualTo(JobState.QUEUED);
    assertThat(bench().events("a")).containsExactly("job.failed");
  }

  @Test
  void jobsAreForgottenWhenTheirTimeIsOver() {
    Mark mark = new Mark("key", "print");
    store().add(List.of(draft(job("a", 1, Priority.LOW), mark), draft("b", 1)));
    store().finish(List.of(completed(store().claim("a", lease("one", 2)).orElseThrow(), 3)));

    assertThat(upkeep().purge(2 + RETENTION, 10)).isZero();
    assertThat(upkeep().purge(3 + RETENTION, 10)).isEqualTo(1);
    assertThat(store().find(List.of("a", "b"))).extracting(Job::id).containsExactly("b");
    assertThat(store().result("a")).isEmpty();
    assertThat(store().add(List.of(draft(job("c", 900, Priority.LOW), mark))).get(0).job().id())
        .isEqualTo("c");
  }

  @Test
  void jobsThatWaitWithoutAMessageGetOne() {
    store().add(List.of(draft("a", 1), draft("b", 40), draft("c", 1)));
    store().claim("c", lease("one", 2));

    assertThat(upkeep().republish(30, 100, 10)).isEqualTo(1);
    assertThat(bench().postings()).last().extracting(Posting::dedup).isEqualTo("a:1");
    assertThat(bench().postings()).last().extracting(Posting::dueAt).isEqualTo(100L);
    assertThat(upkeep().republish(30, 100, 10)).isZero();
  }

  @Test
  void portionsAreNotExceeded() {
    store().add(List.of(draft("a", 1), draft("b", 1), draft("c", 1)));

    assertThat(upkeep().republish(30, 100, 2)).isEqualTo(2);
    assertThat(upkeep().expire(2 + DEADLINE, 2)).isEqualTo(2);
    assertThat(upkeep().expire(2 + DEADLINE, 2)).isEqualTo(1);
    assertThat(upkeep().purge(2 + DEADLINE + RETENTION, 2)).isEqualTo(2);
  }

  @Test
  void positionsFollowPriorityThenAge() {
    Job high = job("z", 9, Priority.HIGH);
    store().add(List.of(draft("a", 5), draft("b", 5), draft("c", 1), draft(high, null)));
    store().add(List.of(draft(job("d", 1, Priority.LOW), null)));

    assertThat(List.of("z", "c", "a", "b", "d"))
        .extracting(id -> store().ahead(found(id)))
        .containsExactly(0L, 1L, 2L, 3L, 4L);
    store().claim("c", lease("one", 10));
    assertThat(store().ahead(found("a"))).isEqualTo(1);
    assertThat(upkeep().counts()).isEqualTo(new JobMaintenanceStore.Counts(Map.of(TENANT, 4L), 1));
  }

  @Test
  void whatAJobTakesUpIsItsRequestItsAnswerAndItsRow() {
    TenantId other = new TenantId("other");
    store().add(List.of(draft("a", 1), draft("b", 1), JobSamples.of(other, draft("c", 1))));
    long each = draft("a", 1).size() + addition();
    assertThat(upkeep().stored()).isEqualTo(Map.of(TENANT, 2 * each, other, each));

    store().finish(List.of(completed(store().claim("a", lease("one", 2)).orElseThrow(), 3)));
    long answer = store().resultSize("a");
    assertThat(upkeep().stored()).isEqualTo(Map.of(TENANT, 2 * each + answer, other, each));

    store().requeue(retry(store().claim("c", lease("one", 2)).orElseThrow(), true, 3));
    store().cancel(TENANT, "b", 3);
    assertThat(upkeep().stored()).containsEntry(other, each);
    upkeep().purge(3 + RETENTION, 10);
    assertThat(upkeep().stored()).isEqualTo(Map.of(other, each));
  }

  @Test
  void listsGoFromTheNewestToTheOldestWithoutGaps() {
    store().add(List.of(draft("a", 1), draft("b", 2), draft("c", 2), draft("d", 3)));
    store().cancel(TENANT, "b", 5);

    assertThat(listed(null, null, 3)).containsExactly("d", "c", "b");
    assertThat(listed(null, "c", 3)).containsExactly("b", "a");
    assertThat(listed(JobState.QUEUED, "c", 3)).containsExactly("a");
    assertThat(listed(JobState.CANCELLED, null, 3)).containsExactly("b");
    assertThat(store().list(new Part(new TenantId("other"), null, null, 3))).isEmpty();
  }
}
