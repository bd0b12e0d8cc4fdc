package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only a database with many servers shows. */
class JpaOutboxTest {

  private final TestDatabase source = TestDatabase.postgres();
  private final JpaDatabase database = source.database();
  private final JpaOutbox outbox = new JpaOutbox(database);

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void twoServersHandOverDifferentMessagesAtTheSameTime() throws BrokerException {
    put("one");
    put("two");
    List<String> mine = new ArrayList<>();
    List<String> others = new ArrayList<>();

    int count =
        outbox.pass(
            Queues.JOBS,
            1,
            0,
            postings -> {
              mine.add(postings.get(0).subject());
              assertThat(
                      outbox.pass(
                          Queues.JOBS, 10, 0, theirs -> others.add(theirs.get(0).subject())))
                  .isEqualTo(1);
            });

    assertThat(count).isEqualTo(1);
    assertThat(mine).containsExactly("one");
    assertThat(others).containsExactly("two");
    assertThat(outbox.backlog(0)).isZero();
  }

  @Test
  void aTransactionThatFailsLeavesNoMessage() {
    assertThatThrownBy(
            () ->
                database.run(
                    manager -> {
                      JpaOutbox.put(manager, posting("lost"));
                      manager.flush();
                      throw new IllegalStateException("the truth was not written");
                    }))
        .hasMessage("the truth was not written");

    assertThat(outbox.backlog(0)).isZero();
  }

  private void put(String subject) {
    database.run(manager -> JpaOutbox.put(manager, posting(subject)));
  }

  private static Posting posting(String subject) {
    return Posting.of(Queues.JOBS, subject, subject + ":1", 4, 0);
  }
}
