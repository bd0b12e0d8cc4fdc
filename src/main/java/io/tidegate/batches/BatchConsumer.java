package io.tidegate.batches;

import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.jms.MessageListener;

/** Takes the messages that name slices; one that fails has its message come again. */
@MessageDriven(name = "BatchConsumer", messageListenerInterface = MessageListener.class)
@TransactionManagement(TransactionManagementType.BEAN)
public class BatchConsumer extends BatchMessageConsumer {}
