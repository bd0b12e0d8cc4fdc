package io.tidegate.store;

import static io.tidegate.exchange.ErrorCode.CONFLICT;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/** The dead letter queue of Artemis over JMS. Thread-safe. */
public final class JmsDeadLetters implements DeadLetters {

  /** Where Artemis notes the queue a dead letter comes from. */
  private static final String ORIGINAL_QUEUE = "_AMQ_ORIG_QUEUE";

  /** How many are thrown away in one transaction. */
  private static final int PORTION = 1000;

  private final ConnectionFactory broker;

  /** The dead letters at {@code broker}, whose sessions may have transactions of their own. */
  public JmsDeadLetters(ConnectionFactory broker) {
    this.broker = requireNonNull(broker, "broker");
  }

  @Override
  public List<DeadLetter> list(int most) throws BrokerException {
    return inTransaction(
        session -> {
          List<DeadLetter> letters = new ArrayList<>();
          try (QueueBrowser browser = session.createBrowser(session.createQueue(Queues.DEAD))) {
            Enumeration<?> messages = browser.getEnumeration();
            while (letters.size() < most && messages.hasMoreElements()) {
              letters.add(letter((Message) messages.nextElement()));
            }
          }
          return letters;
        });
  }

  @Override
  public boolean retry(String id) throws BrokerException {
    return inTransaction(
        session -> {
          checkQueue(session, id);
          Optional<Message> taken = take(session, id);
          if (taken.isPresent()) {
            sendAgain(session, taken.get());
          }
          return taken.isPresent();
        });
  }

  @Override
  public boolean purge(String id) throws BrokerException {
    return inTransaction(session -> take(session, id).isPresent());
  }

  @Override
  public int purgeAll() throws BrokerException {
    int all = 0;
    int some;
    do {
      some = inTransaction(JmsDeadLetters::takeSome);
      all += some;
    } while (some == PORTION);
    return all;
  }

  private static int takeSome(Session session) throws JMSException {
    int taken = 0;
    try (MessageConsumer consumer = session.createConsumer(session.createQueue(Queues.DEAD))) {
      while (taken < PORTION && consumer.receiveNoWait() != null) {
        taken++;
      }
    }
    return taken;
  }

  /** Before it is taken: a message that is given back is delivered more often than it may be. */
  private static void checkQueue(Session session, String id) throws JMSException {
    try (QueueBrowser browser =
        session.createBrowser(session.createQueue(Queues.DEAD), selector(id))) {
      Enumeration<?> found = browser.getEnumeration();
      if (found.hasMoreElements() && letter((Message) found.nextElement()).queue().isEmpty()) {
        throw Failure.of(CONFLICT, "Nobody knows which queue this dead letter was for.")
            .asException();
      }
    }
  }

  private static Optional<Message> take(Session session, String id) throws JMSException {
    try (MessageConsumer consumer =
        session.createConsumer(session.createQueue(Queues.DEAD), selector(id))) {
      return Optional.ofNullable(consumer.receiveNoWait());
    }
  }

  private static String selector(String id) {
    return "JMSMessageID = '" + id.replace("'", "''") + "'";
  }

  /** As a new message: the old one carries an id that the broker takes for a repetition. */
  private static void sendAgain(Session session, Message dead) throws JMSException {
    try (MessageProducer producer =
        session.createProducer(session.createQueue(letter(dead).queue()))) {
      producer.send(
          session.createTextMessage(dead.getBody(String.class)),
          DeliveryMode.PERSISTENT,
          dead.getJMSPriority(),
          Message.DEFAULT_TIME_TO_LIVE);
    }
  }

  private static DeadLetter letter(Message message) throws JMSException {
    return new DeadLetter(
        message.getJMSMessageID(),
        Optional.ofNullable(message.getStringProperty(ORIGINAL_QUEUE)).orElse(""),
        Optional.ofNullable(message.getBody(String.class)).orElse(""),
        message.getJMSTimestamp());
  }

  private <T> T inTransaction(Work<T> work) throws BrokerException {
    try (Connection connection = broker.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
      connection.start();
      T result = work.in(session);
      session.commit();
      return result;
    } catch (JMSException failed) {
      throw JmsFailure.of(failed);
    }
  }

  /** What is done in a transaction of the broker. */
  private interface Work<T> {

    T in(Session session) throws JMSException;
  }
}
