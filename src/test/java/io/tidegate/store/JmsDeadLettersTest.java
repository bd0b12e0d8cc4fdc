package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.testing.Broker;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator does with letters at a broker. */
final class JmsDeadLettersTest {

  @TempDir private Path data;

  @Test
  void aLetterThatCameFromNoQueueStaysAndSaysSo() throws Exception {
    try (Broker broker = Broker.start(data, "vm://8", settings -> {});
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://8")) {
      DeadLetters letters = new JmsDeadLetters(connections);
      send(connections, 1);
      String id = letters.list(1).get(0).id();

      for (int tried = 0; tried < 30; tried++) {
        assertThat(
                catchThrowableOfType(FailureException.class, () -> letters.retry(id))
                    .failure()
                    .code())
            .isEqualTo(ErrorCode.CONFLICT);
      }

      assertThat(broker.messages(Queues.DEAD)).isEqualTo(1);
      assertThat(letters.retry("ID:none")).isFalse();
    }
  }

  @Test
  void allAreThrownAwayHoweverMany() throws Exception {
    try (Broker broker = Broker.start(data, "vm://8", settings -> {});
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://8")) {
      DeadLetters letters = new JmsDeadLetters(connections);
      send(connections, 2_500);

      assertThat(letters.purgeAll()).isEqualTo(2_500);
      assertThat(broker.messages(Queues.DEAD)).isZero();
      assertThat(letters.purgeAll()).isZero();
    }
  }

  private static void send(ActiveMQConnectionFactory connections, int count) {
    try (JMSContext context = connections.createContext(JMSContext.SESSION_TRANSACTED)) {
      for (int i = 0; i < count; i++) {
        context.createProducer().send(context.createQueue(Queues.DEAD), "job_" + i);
      }
      context.commit();
    }
  }
}
