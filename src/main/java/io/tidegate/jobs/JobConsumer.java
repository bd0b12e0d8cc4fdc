package io.tidegate.jobs;

import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * Takes the ids of jobs from the queue. Where the queue is, and how many jobs run at once, the
 * server's configuration says.
 *
 * <p>The message is acknowledged when the method returns, and delivered again when it throws.
 */
@MessageDriven(name = "JobConsumer")
@TransactionManagement(TransactionManagementType.BEAN)
public class JobConsumer implements MessageListener {

  private static final String DELIVERY = "JMSXDeliveryCount";

  @Inject private Worker worker;

  @Override
  public void onMessage(Message message) {
    try {
      worker.work(message.getBody(String.class), message.getIntProperty(DELIVERY));
    } catch (JMSException unreadable) {
      throw new IllegalStateException("a message cannot be read", unreadable);
    }
  }
}
