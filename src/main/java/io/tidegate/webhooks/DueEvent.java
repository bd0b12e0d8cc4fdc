package io.tidegate.webhooks;

/**
 * An event that is due, or is being sent.
 *
 * @param notice the event
 * @param host the receiver, as {@link ReceiverUrl#authority}
 * @param attempts how often it was begun to be sent, this time included once it is claimed
 * @param epoch how often it was claimed: who has the last epoch may say how it ended
 */
record DueEvent(Notice notice, String host, int attempts, long epoch) {

  String id() {
    return notice.id();
  }

  /** The same once it is claimed. */
  DueEvent claimed() {
    return new DueEvent(notice, host, attempts + 1, epoch + 1);
  }
}
