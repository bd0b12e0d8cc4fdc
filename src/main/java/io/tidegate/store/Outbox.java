package io.tidegate.store;

import java.util.List;

/** Messages that were written together with the truth they tell of, and are yet to be sent. */
public interface Outbox {

  /** What is done with messages that are due. */
  interface Handover {

    /** Sends {@code postings}; returns once all have arrived. */
    void accept(List<Posting> postings) throws BrokerException;
  }

  /**
   * Hands over the oldest messages for {@code queue} that are due at {@code now}, at most {@code
   * most}, and removes them if that went well; several servers may do so at once and each gets
   * others.
   *
   * @return how many there were
   * @throws BrokerException what the handover threw; nothing is removed
   */
  int pass(String queue, int most, long now, Handover handover) throws BrokerException;

  /** For how many milliseconds the oldest message has been due at {@code now}; 0 if none is. */
  long oldest(long now);

  /** How many messages are due at {@code now} and yet to be sent. */
  long backlog(long now);
}
