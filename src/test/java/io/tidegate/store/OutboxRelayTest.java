package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the table to the broker, on a real database. */
class OutboxRelayTest {

  private final TestDatabase source = TestDatabase.h2();
  private final JpaDatabase database = source.database();
  private final JpaOutbox outbox = new JpaOutbox(database);
  private final List<String> arrived = new ArrayList<>();
  private BrokerException trouble;
  private String noRoom;
  private long now = 1_000;
  private Executor executor = Runnable::run;
  private final OutboxRelay relay =
      new OutboxRelay(
          outbox,
          this::publish,
          () -> Instant.ofEpochMilli(now),
          task -> executor.execute(task),
          new RecordingMetrics());

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void whatIsDueArrivesTheMostUrgentFirstAndIsRemoved() {
    put("late", 4, 2_000);
    put("slow", 1, 0);
    put("first", 4, 0);
    put("second", 4, 0);

    relay.nudge();

    assertThat(arrived).containsExactly("first", "second", "slow");
    assertThat(outbox.backlog(5_000)).isEqualTo(1);
    now = 2_000;
    relay.nudge();
    assertThat(arrived).endsWith("late");
    assertThat(outbox.backlog(5_000)).isZero();
  }

  @Test
  void aLookCarriesWhatHasFallenDueAndNothingElse() {
    put("late", 4, 2_000);

    relay.look();
    assertThat(arrived).isEmpty();
    now = 2_000;
    relay.look();

    assertThat(arrived).containsExactly("late");
    assertThat(outbox.backlog(5_000)).isZero();
  }

  @Test
  void aLookCarriesWhatABrokerInTroubleDidNotTake() {
    trouble = new BrokerException(false, new IllegalStateException());
    put("job", 4, 0);
    relay.look();
    trouble = null;

    relay.look();

    assertThat(arrived).containsExactly("job");
  }

  @Test
  void allOfALongOutboxIsCarriedByOneNudge() {
    database.run(
        manager -> {
          for (int i = 0; i < OutboxRelay.PORTION * 2 + 1; i++) {
            JpaOutbox.put(manager, Posting.of(Queues.JOBS, "job-" + i, "d" + i, 4, 0));
          }
        });

    relay.nudge();

    assertThat(arrived).hasSize(OutboxRelay.PORTION * 2 + 1).doesNotHaveDuplicates();
  }

  @Test
  void howeverManyNudgesWaitTheyWantOneThreadAndWhatCameMeanwhileIsCarried() {
    List<Runnable> pool = new ArrayList<>();
    executor = pool::add;
    for (int i = 0; i < 100; i++) {
      relay.nudge();
    }
    assertThat(pool).hasSize(1);
    put("job", 4, 0);
    pool.remove(0).run();
    assertThat(arrived).containsExactly("job");

    put("next", 4, 0);
    relay.nudge();
    pool.remove(0).run();
    assertThat(arrived).containsExactly("job", "next");
  }

  @Test
  void aNudgeThatFoundNoThreadKeepsNoOtherBack() {
    put("job", 4, 0);
    executor =
        task -> {
          throw new RejectedExecutionException();
        };
    relay.nudge();
    executor = Runnable::run;

    relay.nudge();

    assertThat(arrived).containsExactly("job");
  }

  @Test
  void whatTheBrokerDidNotTakeStaysAndIsSentAgain() {
    put("job", 4, 0);
    trouble = new BrokerException(false, new IllegalStateException());
    relay.nudge();
    assertThat(outbox.backlog(now)).isEqualTo(1);
    assertThat(relay.full()).isFalse();

    trouble = null;
    relay.nudge();

    assertThat(arrived).containsExactly("job");
  }

  @Test
  void aFullBrokerIsToldUntilItTakesSomethingAgain() {
    put("job", 4, 0);
    trouble = new BrokerException(true, new IllegalStateException());
    relay.nudge();
    assertThat(relay.full()).isTrue();

    trouble = null;
    relay.nudge();

    assertThat(relay.full()).isFalse();
  }

  @Test
  void aFullBrokerIsNotToldForEverIfAnotherServerHandsTheMessageOver() throws BrokerException {
    put("job", 4, 0);
    trouble = new BrokerException(true, new IllegalStateException());
    relay.nudge();
    assertThat(outbox.pass(Queues.JOBS, 10, now, postings -> {})).isEqualTo(1);

    relay.nudge();

    assertThat(relay.full()).isFalse();
  }

  @Test
  void aQueueWithoutRoomHoldsUpNoOther() {
    put("job", 9, 0);
    database.run(
        manager -> JpaOutbox.put(manager, Posting.of(Queues.BATCHES, "batch", "batch:1", 4, 0)));
    noRoom = Queues.JOBS;

    relay.nudge();

    assertThat(arrived).containsExactly("batch");
    assertThat(relay.full()).isTrue();
  }

  private void publish(List<Posting> postings) throws BrokerException {
    if (postings.get(0).queue().equals(noRoom)) {
      throw new BrokerException(true, new IllegalStateException());
    }
    if (trouble != null) {
      throw trouble;
    }
    postings.forEach(posting -> arrived.add(posting.subject()));
  }

  private void put(String subject, int priority, long dueAt) {
    database.run(
        manager ->
            JpaOutbox.put(
                manager, Posting.of(Queues.JOBS, subject, subject + ":1", priority, dueAt)));
  }
}
