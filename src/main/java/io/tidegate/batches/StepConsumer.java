package io.tidegate.batches;

import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * Takes the messages that name steps of batches which wait for no node, on sessions of their own: a
 * file is checked, and a batch ended, however many slices wait.
 */
@MessageDriven(name = "StepConsumer")
@TransactionManagement(TransactionManagementType.BEAN)
public class StepConsumer implements MessageListener {

  @Inject private BatchWorker worker;

  @Override
  public void onMessage(Message message) {
    try {
      worker.work(message.getBody(String.class), message.getIntProperty("JMSXDeliveryCount"));
    } catch (JMSException unreadable) {
      throw new IllegalStateException("a message cannot be read", unreadable);
    }
  }
}
