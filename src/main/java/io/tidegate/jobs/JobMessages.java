package io.tidegate.jobs;

import io.tidegate.store.Posting;
import io.tidegate.store.Queues;

/** Makes the messages that give jobs their turns. */
final class JobMessages {

  private JobMessages() {}

  /** The {@code version}-th message of {@code job}, not to be sent before {@code dueAt}. */
  static Posting of(Job job, long version, long dueAt) {
    // JMS knows ten priorities, of which 4 is the usual one.
    int urgency =
        switch (job.priority()) {
          case HIGH -> 7;
          case NORMAL -> 4;
          case LOW -> 1;
        };
    return Posting.of(Queues.JOBS, job.id(), job.id() + ":" + version, urgency, dueAt);
  }
}
