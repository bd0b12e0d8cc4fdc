package io.tidegate.batches;

import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * Does the steps of batches that messages name; one that fails has its message come again.
 *
 * <p>Public, and its method not final, because the server calls that by reflection where it is
 * declared.
 */
public abstract class BatchMessageConsumer implements MessageListener {

  @Inject private BatchWorker worker;

  @Override
  public void onMessage(Message message) {
    try {
      worker.work(message.getBody(String.class));
    } catch (JMSException unreadable) {
      throw new IllegalStateException("a message cannot be read", unreadable);
    }
  }
}
