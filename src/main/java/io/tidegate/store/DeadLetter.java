package io.tidegate.store;

import static java.util.Objects.requireNonNull;

/**
 * A message that nobody could process.
 *
 * @param id the broker's name for it
 * @param queue the queue it was for, one of {@link Queues}, or empty if the broker does not say
 * @param subject what it is about: an id
 * @param sentAt when it was sent, in epoch milliseconds
 */
public record DeadLetter(String id, String queue, String subject, long sentAt) {

  public DeadLetter {
    requireNonNull(id, "id");
    requireNonNull(queue, "queue");
    requireNonNull(subject, "subject");
  }
}
