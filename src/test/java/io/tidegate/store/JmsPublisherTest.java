package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.testing.Broker;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JmsPublisherTest {

  @TempDir private Path data;

  @Test
  void theBrokerOfTheExampleHasEachQueue() throws Exception {
    List<String> queues = List.of(Queues.JOBS, Queues.BATCHES, Queues.STEPS);
    try (Broker broker = Broker.start(data, "vm://7", settings -> {});
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://7")) {
      assertThat(broker.messages(Queues.DEAD)).isZero();
      for (String queue : queues) {
        assertThat(broker.messages(queue)).as(queue).isZero();
        new JmsPublisher(connections).publish(List.of(Posting.of(queue, "a", queue, 4, 0)));
        assertThat(broker.messages(queue)).as(queue).isEqualTo(1);
      }
    }
  }

  @Test
  void repetitionsAreDroppedAndTheRestOfTheirBatchArrives() throws Exception {
    try (Broker broker = Broker.start(data, "vm://7", settings -> {});
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://7")) {
      Publisher publisher = new JmsPublisher(connections);

      publisher.publish(postings(0, 3));
      publisher.publish(postings(0, 3));
      publisher.publish(postings(2, 6));

      assertThat(broker.messages(Queues.JOBS)).isEqualTo(6);
    }
  }

  @Test
  void aBrokerWithoutRoomSaysSoAndDropsNothing() throws Exception {
    try (Broker broker =
            Broker.start(
                data,
                "vm://7",
                settings ->
                    settings
                        .setMaxSizeBytes(10_000)
                        .setPageSizeBytes(5_000)
                        .setPageLimitBytes(20_000L));
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://7")) {
      Publisher publisher = new JmsPublisher(connections);

      int accepted = 0;
      BrokerException refused = null;
      while (refused == null && accepted < 1000) {
        List<Posting> next = postings(accepted, accepted + 1);
        refused = catchThrowableOfType(BrokerException.class, () -> publisher.publish(next));
        accepted += refused == null ? 1 : 0;
      }

      assertThat(refused).isNotNull();
      assertThat(refused.full()).isTrue();
      assertThat(broker.messages(Queues.JOBS)).isEqualTo(accepted);
      int from = accepted;
      assertThat(
              catchThrowableOfType(
                      BrokerException.class, () -> publisher.publish(postings(from, from + 9)))
                  .full())
          .as("a batch")
          .isTrue();
    }
  }

  @Test
  void aBrokerThatIsAwayIsNotFull() {
    try (ActiveMQConnectionFactory connections =
        new ActiveMQConnectionFactory("vm://9?create=false")) {
      BrokerException away =
          catchThrowableOfType(
              BrokerException.class, () -> new JmsPublisher(connections).publish(postings(0, 2)));

      assertThat(away.full()).isFalse();
    }
  }

  private static List<Posting> postings(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Posting.of(Queues.JOBS, "job-" + i, "job-" + i, 4, 0))
        .toList();
  }
}
