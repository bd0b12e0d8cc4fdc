package io.tidegate.batches;

import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.jms.MessageListener;

/**
 * Takes the messages that name steps of batches which wait for no node, on sessions of their own: a
 * file is checked, and a batch ended, however many slices wait.
 */
@MessageDriven(name = "StepConsumer", messageListenerInterface = MessageListener.class)
@TransactionManagement(TransactionManagementType.BEAN)
public class StepConsumer extends BatchMessageConsumer {}
