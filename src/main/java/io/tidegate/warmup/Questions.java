package io.tidegate.warmup;

import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;

/** Reads the bodies of requests. */
public interface Questions {

  /**
   * The request in {@code body}.
   *
   * @throws FailureException that names the rule which it breaks
   */
  Request parse(byte[] body, Operation operation);
}
