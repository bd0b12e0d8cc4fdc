package io.tidegate.store;

import static java.util.Objects.requireNonNull;

/**
 * A message that is to go to the broker: the address of some work, never the work itself.
 *
 * @param id its place in the outbox, or 0 while it has none
 * @param queue the queue it is for, one of {@link Queues}
 * @param subject what it is about: an id
 * @param dedup by which the broker knows a repetition of it (Artemis: {@code _AMQ_DUPL_ID})
 * @param priority from 0 to 9, the most urgent last, as in JMS
 * @param dueAt not to be sent before, in epoch milliseconds
 */
public record Posting(
    long id, String queue, String subject, String dedup, int priority, long dueAt) {

  public Posting {
    requireNonNull(queue, "queue");
    requireNonNull(subject, "subject");
    requireNonNull(dedup, "dedup");
    if (priority < 0 || priority > 9) {
      throw new IllegalArgumentException("priority must be from 0 to 9: " + priority);
    }
  }

  /** One that is not in the outbox yet. */
  public static Posting of(String queue, String subject, String dedup, int priority, long dueAt) {
    return new Posting(0, queue, subject, dedup, priority, dueAt);
  }
}
