package io.tidegate.store;

import static java.util.Objects.requireNonNull;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;

/** Hands messages to Artemis over JMS. Thread-safe. */
public final class JmsPublisher implements Publisher {

  /** By this property Artemis knows a repetition (its documentation, "Duplicate detection"). */
  private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

  private final ConnectionFactory broker;

  /** Publishes at {@code broker}, whose sessions may have transactions of their own. */
  public JmsPublisher(ConnectionFactory broker) {
    this.broker = requireNonNull(broker, "broker");
  }

  @Override
  public void publish(List<Posting> postings) throws BrokerException {
    try {
      if (postings.size() == 1 || !together(postings)) {
        singly(postings);
      }
    } catch (JMSException failed) {
      throw JmsFailure.of(failed);
    }
  }

  /** Whether all went in one transaction; one repetition, or one too many, stops them all. */
  private boolean together(List<Posting> postings) throws JMSException {
    try (Connection connection = broker.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
      send(session, postings);
      try {
        session.commit();
        return true;
      } catch (JMSException rejected) {
        return false;
      }
    }
  }

  /** Sends one after another; here the broker silently drops what it has. */
  private void singly(List<Posting> postings) throws JMSException {
    try (Connection connection = broker.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      send(session, postings);
    }
  }

  private static void send(Session session, List<Posting> postings) throws JMSException {
    MessageProducer producer = session.createProducer(null);
    for (Posting posting : postings) {
      TextMessage message = session.createTextMessage(posting.subject());
      message.setStringProperty(DUPLICATE_ID, posting.dedup());
      producer.send(
          session.createQueue(posting.queue()),
          message,
          DeliveryMode.PERSISTENT,
          posting.priority(),
          Message.DEFAULT_TIME_TO_LIVE);
    }
  }
}
