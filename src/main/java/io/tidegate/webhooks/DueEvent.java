package io.tidegate.webhooks;

/**
 * An event that is due, or is being sent.
 *
 * @param event the event
 * @param host the receiver, as {@link ReceiverUrl#authority}
 * @param attempts how often it was begun to be sent, this time included once it is claimed
 * @param epoch how often it was claimed: who has the last epoch may say how it ended
 */
record DueEvent(WebhookEvent event, String host, int attempts, long epoch) {

  String id() {
    return event.id();
  }

  /** The same once it is claimed. */
  DueEvent claimed() {
    return new DueEvent(event, host, attempts + 1, epoch + 1);
  }
}
