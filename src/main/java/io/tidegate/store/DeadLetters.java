package io.tidegate.store;

import java.util.List;

/** The messages that nobody could process. Thread-safe; blocks its callers. */
public interface DeadLetters {

  /** The oldest of them, at most {@code most}. */
  List<DeadLetter> list(int most) throws BrokerException;

  /**
   * Sends the one named {@code id} to its queue again, as if it were new.
   *
   * @return whether there was such a one
   * @throws io.tidegate.exchange.FailureException {@code CONFLICT} if nobody knows its queue
   */
  boolean retry(String id) throws BrokerException;

  /**
   * Throws the one named {@code id} away.
   *
   * @return whether there was such a one
   */
  boolean purge(String id) throws BrokerException;

  /**
   * Throws all away that there are.
   *
   * @return how many
   */
  int purgeAll() throws BrokerException;
}
