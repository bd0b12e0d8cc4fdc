package io.tidegate.exchange;

/** Reads the bodies of requests. */
public interface Questions {

  /**
   * The request in {@code body}.
   *
   * @throws FailureException that names the rule which it breaks
   */
  Request parse(byte[] body, Operation operation);
}
