package io.tidegate.bench;

/** One call of a client with its retries; its time runs from when it was due, sent or not. */
final class ClientCall {

  private final long number;
  private final long due;
  private long attemptDue;
  private int retries;

  /**
   * The call {@code number}.
   *
   * @param due the nano reading at which it arrives
   */
  ClientCall(long number, long due) {
    this.number = number;
    this.due = due;
    this.attemptDue = due;
  }

  long number() {
    return number;
  }

  long due() {
    return due;
  }

  /** When the attempt that runs or waits is due. */
  long attemptDue() {
    return attemptDue;
  }

  /** How many retries there have been, the one that runs or waits included. */
  int retries() {
    return retries;
  }

  void retryAt(long when) {
    attemptDue = when;
    retries++;
  }
}
