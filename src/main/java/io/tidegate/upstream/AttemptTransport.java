package io.tidegate.upstream;

/** The connection of an attempt, as far as the attempt's state machine needs it. */
interface AttemptTransport {

  /** Closes the connection at once. */
  void abort();

  /** Reads on, after a full backlog had held the reading back. */
  void resume();

  /** What the node calls the request, or null. */
  default String nodeRequestId() {
    return null;
  }
}
