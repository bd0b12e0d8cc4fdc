package io.tidegate.store;

import java.util.List;

/** Hands messages to the broker. */
public interface Publisher {

  /**
   * Returns once the broker has all of {@code postings} for good; it drops those whose {@code
   * dedup} it knows. After a failure any of them may have arrived.
   *
   * @throws BrokerException if the broker is away, or full
   */
  void publish(List<Posting> postings) throws BrokerException;
}
