package io.tidegate.batches;

import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Takes the messages that name slices; one that fails has its message come again. */
@MessageDriven(name = "BatchConsumer")
@TransactionManagement(TransactionManagementType.BEAN)
public class BatchConsumer implements MessageListener {

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
