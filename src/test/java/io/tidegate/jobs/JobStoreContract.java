package io.tidegate.jobs;

import static io.tidegate.jobs.JobSamples.DEADLINE;
import static io.tidegate.jobs.JobSamples.RETENTION;
import static io.tidegate.jobs.JobSamples.TENANT;
import static io.tidegate.jobs.JobSamples.completed;
import static io.tidegate.jobs.JobSamples.draft;
import static io.tidegate.jobs.JobSamples.failed;
import static io.tidegate.jobs.JobSamples.job;
import static io.tidegate.jobs.JobSamples.lease;
import static io.tidegate.jobs.JobSamples.retry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.jobs.JobStore.Added;
import io.tidegate.jobs.JobStore.ClaimedJob;
import io.tidegate.jobs.JobStore.Ending;
import io.tidegate.jobs.JobStore.Mark;
import io.tidegate.store.Posting;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each store of jobs does with claims, ends and cancels, whatever it is made of. */
abstract class JobStoreContract {

  /** A store and what it has written for others to read. */
  interface Bench {

    JobStore store();

    JobMaintenanceStore upkeep();

    /** The messages in the outbox, the oldest first. */
    List<Posting> postings();

    /** The types of the events about {@code id}, in any order. */
    List<String> events(String id);
  }

  abstract Bench bench();

  /** How many bytes more are kept than are given. */
  int addition() {
    return 0;
  }

  private JobStore store() {
    return bench().store();
  }

  private ClaimedJob claimed(String id, String runner, long now) {
    return store().claim(id, lease(runner, now)).orElseThrow();
  }

  Job found(String id) {
    return store().find(List.of(id)).get(0);
  }

  private List<String> dedups() {
    return bench().postings().stream().map(Posting::dedup).toList();
  }

  @Test
  void anEndByALostClaimChangesNothing() {
    store().add(List.of(draft("a", 1)));
    ClaimedJob lost = claimed("a", "one", 2);
    bench().upkeep().sweep(100, 5, 10);
    ClaimedJob held = claimed("a", "two", 101);

    assertThat(store().finish(List.of(completed(lost, 102)))).containsExactly(false);
    assertThat(store().requeue(retry(lost, true, 102))).isFalse();
    assertThat(store().result("a")).isEmpty();
    assertThat(found("a").state()).isEqualTo(JobState.RUNNING);
    assertThat(bench().events("a")).isEmpty();
    assertThat(store().finish(List.of(completed(held, 103)))).containsExactly(true);
  }

  @Test
  void aJobEndsOnce() {
    store().add(List.of(draft("a", 1)));
    ClaimedJob claim = claimed("a", "one", 2);
    Ending failed = failed(claim, "forbidden", 4);

    assertThat(store().finish(List.of(completed(claim, 3), failed))).containsOnlyOnce(true);
    assertThat(store().finish(List.of(completed(claim, 5), failed))).containsOnly(false);
    assertThat(store().requeue(retry(claim, false, 6))).isFalse();
    assertThat(store().claim("a", lease("two", 7))).isEmpty();
    assertThat(bench().events("a")).hasSize(1);
  }

  @Test
  void aClaimedJobIsNotClaimedAgain() {
    store().add(List.of(draft("a", 1)));
    ClaimedJob claim = claimed("a", "one", 2);

    assertThat(store().claim("a", lease("two", 3))).isEmpty();
    assertThat(store().claim("missing", lease("two", 3))).isEmpty();
    assertThat(claim.epoch()).isEqualTo(1);
    assertThat(claim.job().attempts()).isEqualTo(1);
    assertThat(claim.job().times().started()).isEqualTo(2);
    assertThat(claim.terms()).isEqualTo(draft("a", 1).terms());
    byte[] body = draft("a", 1).body().bytes();
    assertThat(claim.size()).isEqualTo(body.length + addition());
    assertThat(store().request("a").orElseThrow().bytes()).isEqualTo(body);
    assertThat(store().request("missing")).isEmpty();
  }

  @Test
  void aJobPastItsDeadlineIsNotClaimed() {
    store().add(List.of(draft("a", 1)));

    assertThat(store().claim("a", lease("one", 1 + DEADLINE))).isEmpty();
    assertThat(store().claim("a", lease("one", DEADLINE))).isPresent();
  }

  @Test
  void anEndIsKeptWithItsAnswerAndToldOf() {
    store().add(List.of(draft("a", 1), draft("b", 1)));
    Ending one = completed(claimed("a", "one", 2), 30);
    Ending other = failed(claimed("b", "one", 2), "forbidden", 31);

    assertThat(store().finish(List.of(other, one))).containsExactly(true, true);
    assertThat(found("a").state()).isEqualTo(JobState.COMPLETED);
    assertThat(found("a").times().finished()).isEqualTo(30);
    assertThat(found("a").times().expires()).isEqualTo(30 + RETENTION);
    assertThat(store().result("a").orElseThrow().body().bytes())
        .isEqualTo(JobSamples.RESULT.body().bytes());
    assertThat(found("b").error()).isEqualTo(other.error());
    assertThat(store().result("b")).isEmpty();
    assertThat(store().resultSize("a"))
        .isEqualTo(JobSamples.RESULT.body().bytes().length + addition())
        .isPositive();
    assertThat(store().resultSize("b")).isZero();
    assertThat(bench().events("a")).containsExactly("job.completed");
    assertThat(bench().events("b")).containsExactly("job.failed");
  }

  @Test
  void everyWayIntoTheQueueWritesANewMessage() {
    store().add(List.of(draft("a", 1), draft(job("b", 1, Priority.HIGH), null)));
    store().add(List.of(draft(job("c", 1, Priority.LOW), null)));
    assertThat(bench().postings()).extracting(Posting::priority).containsExactly(4, 7, 1);
    assertThat(bench().postings()).extracting(Posting::subject).containsExactly("a", "b", "c");

    assertThat(store().requeue(retry(claimed("a", "one", 2), true, 3))).isTrue();
    assertThat(bench().postings()).last().extracting(Posting::dueAt).isEqualTo(8L);
    assertThat(claimed("a", "one", 9).failures()).isEqualTo(1);
    bench().upkeep().sweep(100, 5, 10);

    assertThat(dedups()).containsExactly("a:0", "b:0", "c:0", "a:1", "a:2");
  }

  @Test
  void aQueuedJobIsCancelledAtOnce() {
    store().add(List.of(draft("a", 1)));

    assertThat(store().cancel(TENANT, "a", 5).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    assertThat(store().cancel(TENANT, "a", 6).orElseThrow().times().finished()).isEqualTo(5);
    assertThat(store().claim("a", lease("one", 7))).isEmpty();
    assertThat(bench().events("a")).containsExactly("job.cancelled");
  }

  @Test
  void aRunningJobIsMarkedAndEndsInsteadOfBeingQueued() {
    store().add(List.of(draft("a", 1)));
    ClaimedJob claim = claimed("a", "one", 2);

    assertThat(store().cancel(TENANT, "a", 3).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    assertThat(bench().upkeep().unwanted("one")).containsExactly("a");
    assertThat(bench().upkeep().unwanted("two")).isEmpty();
    assertThat(store().requeue(retry(claim, true, 4))).isTrue();
    assertThat(found("a").state()).isEqualTo(JobState.CANCELLED);
    assertThat(dedups()).containsExactly("a:0");
    assertThat(bench().events("a")).containsExactly("job.cancelled");
  }

  @Test
  void nobodyCancelsTheJobOfAnother() {
    store().add(List.of(draft("a", 1)));

    assertThat(store().cancel(new TenantId("other"), "a", 3)).isEmpty();
    assertThat(store().cancel(TENANT, "missing", 3)).isEmpty();
    assertThat(found("a").state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void aRepetitionIsTheFirstJobAndAnotherBodyIsAConflict() {
    Mark mark = new Mark("key", "print");
    Added first = store().add(List.of(draft(job("a", 1, Priority.LOW), mark))).get(0);
    List<Added> later =
        store()
            .add(
                List.of(
                    draft(job("b", 2, Priority.LOW), mark),
                    draft(job("c", 2, Priority.LOW), new Mark("key", "other")),
                    draft(job("d", 2, Priority.LOW), new Mark("new", "print")),
                    draft(job("e", 2, Priority.LOW), new Mark("new", "print"))));

    assertThat(first.conflict()).isFalse();
    assertThat(later).extracting(added -> added.job().id()).containsExactly("a", "a", "d", "d");
    assertThat(later).extracting(Added::conflict).containsExactly(false, true, false, false);
    assertThat(dedups()).containsExactly("a:0", "d:0");
  }

  @Test
  void onlyAJobThatRanOutOfAttemptsIsRevived() {
    store().add(List.of(draft("a", 1), draft("b", 1)));
    store().finish(List.of(failed(claimed("a", "one", 2), "attempts_exhausted", 3)));
    store().finish(List.of(failed(claimed("b", "one", 2), "forbidden", 3)));

    assertThat(store().revive("b", 10)).isFalse();
    assertThat(store().revive("missing", 10)).isFalse();
    assertThat(store().revive("a", 10)).isTrue();
    assertThat(store().revive("a", 10)).isFalse();
    Job revived = found("a");
    assertThat(revived.state()).isEqualTo(JobState.QUEUED);
    assertThat(revived.attempts()).isZero();
    assertThat(revived.error()).isNull();
    assertThat(revived.times().finished()).isZero();
    assertThat(revived.times().expires()).isZero();
    assertThat(revived.times().deadline()).isEqualTo(10 + DEADLINE);
    assertThat(dedups()).last().isEqualTo("a:1");
  }

  @Test
  void anyNumberOfJobsIsFoundAtOnce() {
    store().add(List.of(draft("a", 1), draft("b", 1)));
    // More than a statement of PostgreSQL takes parameters.
    List<String> ids =
        Stream.concat(IntStream.range(0, 66_000).mapToObj(i -> "none" + i), Stream.of("b", "a"))
            .toList();

    assertThat(store().find(ids)).extracting(Job::id).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aRepetitionIsKnownByItsKeyAndItsTenant() {
    TenantId other = new TenantId("other");
    JobStore.Draft first = marked("a", "key", "print");
    store().add(List.of(first, marked("b", "key2", "print"), draft("c", 1)));
    store().add(List.of(JobSamples.of(other, marked("d", "key3", "print"))));

    assertThat(
            store()
                .marked(
                    List.of(
                        marked("w", "key2", "print"),
                        JobSamples.of(other, marked("x", "key3", "print")),
                        marked("y", "key", "other"),
                        JobSamples.of(other, first),
                        marked("z", "other", "print"),
                        first)))
        .extracting(
            there -> there.map(added -> added.job().id() + " " + added.conflict()).orElse("none"))
        .containsExactly("b false", "d false", "a true", "none", "none", "a false");
    assertThat(store().marked(List.of())).isEmpty();
  }

  private static JobStore.Draft marked(String id, String key, String print) {
    Job job = JobSamples.job(id, 1, Priority.NORMAL);
    return JobSamples.draft(job, new JobStore.Mark(key, print));
  }

  @Test
  void eachRevivalGivesAJobTheTimeItHadAtFirstAndNoMore() {
    store().add(List.of(draft("a", 1)));
    for (long now = 100; now < 500; now += 100) {
      store().finish(List.of(failed(claimed("a", "one", now), "attempts_exhausted", now)));
      assertThat(store().revive("a", now)).isTrue();
      assertThat(found("a").times().deadline()).isEqualTo(now + DEADLINE);
    }
  }

  @Test
  void theFailureOfARevivedJobIsNotToldTwice() {
    store().add(List.of(draft("a", 1)));
    store().finish(List.of(failed(claimed("a", "one", 2), "attempts_exhausted", 3)));
    store().revive("a", 10);
    store().finish(List.of(failed(claimed("a", "one", 11), "attempts_exhausted", 12)));
    assertThat(bench().events("a")).containsExactly("job.failed");

    store().revive("a", 13);
    store().finish(List.of(completed(claimed("a", "one", 14), 15)));
    assertThat(bench().events("a")).containsExactlyInAnyOrder("job.failed", "job.completed");
  }
}
