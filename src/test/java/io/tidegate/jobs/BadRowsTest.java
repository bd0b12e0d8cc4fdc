package io.tidegate.jobs;

import static io.tidegate.jobs.JobSamples.DEADLINE;
import static io.tidegate.jobs.JobSamples.RETENTION;
import static io.tidegate.jobs.JobSamples.TENANT;
import static io.tidegate.jobs.JobSamples.completed;
import static io.tidegate.jobs.JobSamples.draft;
import static io.tidegate.jobs.JobSamples.failed;
import static io.tidegate.jobs.JobSamples.lease;
import static io.tidegate.jobs.JobSamples.retry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.collect.JobResult;
import io.tidegate.jobs.JobStore.ClaimedJob;
import io.tidegate.jobs.JobStore.Draft;
import io.tidegate.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One job that something is wrong with must not hold up those of others. */
final class BadRowsTest {

  /** What the tables lie in. */
  enum Database {
    H2,
    POSTGRES
  }

  private static final int OTHERS = 300;
  private static final String LONG_HOST = "https://" + "a".repeat(1000) + ".example/";
  private static final String LONGEST_URL = "https://" + "a".repeat(2034) + ".com/x";

  private TestDatabase database;
  private JpaBench bench;
  private JobStore store;
  private JobMaintenanceStore upkeep;

  @AfterEach
  void close() {
    bench.close();
  }

  private void open(Database kind) {
    database = kind == Database.H2 ? TestDatabase.h2() : TestDatabase.postgres();
    bench = new JpaBench(database);
    store = bench.store();
    upkeep = bench.upkeep();
  }

  @ParameterizedTest
  @EnumSource
  void aWebhookWithALongHostLetsEveryEndBeWritten(Database kind) {
    open(kind);
    assertThat(LONGEST_URL).hasSize(2048);
    for (String url : List.of(LONG_HOST, LONGEST_URL)) {
      String name = url.length() + "-";
      store.add(drafts(url, name, "late", "lost", "ended", "cancelled", "given-up"));
      assertThat(upkeep.expire(1, 10)).isZero();
      ClaimedJob ended = claimed(name + "ended", 2);
      assertThat(store.finish(List.of(completed(ended, 3)))).containsExactly(true);
      store.cancel(TENANT, name + "cancelled", 3);
      ClaimedJob unwanted = claimed(name + "given-up", 2);
      store.cancel(TENANT, name + "given-up", 3);
      assertThat(store.requeue(retry(unwanted, false, 4))).isTrue();
      var unused = claimed(name + "lost", 2);
      store.cancel(TENANT, name + "lost", 3);
      assertThat(upkeep.sweep(30, 5, 10)).isEqualTo(1);
      assertThat(upkeep.expire(1 + DEADLINE, 10)).isEqualTo(1);

      assertThat(state(name + "late")).isEqualTo(JobState.FAILED);
      assertThat(state(name + "lost")).isEqualTo(JobState.CANCELLED);
      assertThat(state(name + "given-up")).isEqualTo(JobState.CANCELLED);
      assertThat(bench.events(name + "late")).containsExactly("job.failed");
      assertThat(bench.events(name + "ended")).containsExactly("job.completed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEventThatCannotBeWrittenKeepsNoJobFromEnding(Database kind) {
    open(kind);
    forbid("webhook", "subject not like 'bad%'");
    store.add(List.of(draft("bad1", 1), draft("bad2", 1), draft("bad3", 1), draft("bad4", 1)));
    ClaimedJob ended = claimed("bad1", 2);
    assertThat(store.finish(List.of(completed(ended, 3)))).containsExactly(true);
    assertThat(store.cancel(TENANT, "bad2", 3).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    var unused = claimed("bad3", 2);
    store.cancel(TENANT, "bad3", 3);
    assertThat(upkeep.sweep(30, 5, 10)).isEqualTo(1);

    assertThat(upkeep.expire(1 + DEADLINE, 10)).isEqualTo(1);
    assertThat(state("bad4")).isEqualTo(JobState.FAILED);
    assertThat(bench.lostEvents()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatCannotBeFailedHoldsUpNoOtherDeadline(Database kind) {
    open(kind);
    forbid("job", "id not like 'bad%' or state <> 'FAILED'");
    store.add(others());

    pass(() -> upkeep.expire(2 + DEADLINE, JobMaintenance.PORTION));
    assertThat(count(JobState.FAILED)).isEqualTo(OTHERS);
    assertThat(state("bad1")).isEqualTo(JobState.QUEUED);
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatCannotBeTakenBackHoldsUpNoOtherThatWasLost(Database kind) {
    open(kind);
    store.add(others());
    for (Draft each : others()) {
      var unused = claimed(each.job().id(), 2);
    }
    forbid("job", "id not like 'bad%' or state <> 'QUEUED'");

    pass(() -> upkeep.sweep(30, 5, JobMaintenance.PORTION));
    assertThat(count(JobState.QUEUED)).isEqualTo(OTHERS);
  }

  @ParameterizedTest
  @EnumSource
  void aJobWhoseMessageCannotBeWrittenHoldsUpNoOtherMessage(Database kind) {
    open(kind);
    store.add(others());
    forbid("outbox", "subject not like 'bad%' or dedup like '%:0'");

    pass(() -> upkeep.republish(40, 50, JobMaintenance.PORTION));
    assertThat(bench.postings()).hasSize(2 * OTHERS + 5);
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatCannotBeForgottenHoldsUpNoOther(Database kind) {
    open(kind);
    store.add(others());
    pass(() -> upkeep.expire(2 + DEADLINE, JobMaintenance.PORTION));
    database.execute("create table kept (id varchar(40) references job (id))");
    database.execute("insert into kept values ('bad1')");

    pass(() -> upkeep.purge(3 + DEADLINE + RETENTION, JobMaintenance.PORTION));
    assertThat(store.find(ids(others()))).extracting(Job::id).containsExactly("bad1");
  }

  @ParameterizedTest
  @EnumSource
  void whatANodeSaysCannotKeepAnEndFromBeingWritten(Database kind) {
    open(kind);
    store.add(List.of(draft("a", 1)));
    JobStore.Ending end = failed(claimed("a", 2), "upstream_failed", 3);
    String words = "\0\uD800 ".repeat(200) + "\uD83D\uDE00".repeat(400);
    JobResult result = new JobResult(400, "text/\0" + "x", JobSamples.RESULT.body());
    JobStore.Ending said =
        new JobStore.Ending(
            "a", end.epoch(), end.state(), new Job.Cause("upstream_failed", words), result, 3);

    assertThat(store.finish(List.of(said))).containsExactly(true);
    assertThat(store.find(List.of("a")).get(0).error().message())
        .hasSizeBetween(999, 1000)
        .startsWith("\uFFFD\uFFFD ");
  }

  /** As the keeper does it, twice. */
  private static void pass(IntSupplier portion) {
    for (int time = 0; time < 4; time++) {
      var unused = portion.getAsInt();
    }
  }

  private static List<Draft> others() {
    List<Draft> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(draft("bad" + i, 1));
    }
    for (int i = 0; i < OTHERS; i++) {
      all.add(draft("good" + i, 2));
    }
    return all;
  }

  private static List<Draft> drafts(String url, String name, String... ids) {
    List<Draft> all = new ArrayList<>();
    for (String id : ids) {
      Draft plain = draft(name + id, 1);
      all.add(new Draft(plain.job(), plain.body(), plain.terms(), plain.retention(), null, url));
    }
    return all;
  }

  private static List<String> ids(List<Draft> drafts) {
    return drafts.stream().map(each -> each.job().id()).toList();
  }

  private ClaimedJob claimed(String id, long now) {
    return store.claim(id, lease("one", now)).orElseThrow();
  }

  private JobState state(String id) {
    return store.find(List.of(id)).get(0).state();
  }

  private long count(JobState state) {
    return store.find(ids(others())).stream().filter(job -> job.state() == state).count();
  }

  private void forbid(String table, String unless) {
    database.execute("alter table " + table + " add constraint odd check (" + unless + ")");
  }
}
