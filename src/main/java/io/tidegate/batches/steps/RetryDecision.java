package io.tidegate.batches.steps;

import io.tidegate.exchange.ErrorCode;

/** What becomes of a line whose call failed. */
enum RetryDecision {
  /** It has failed. */
  FAILED,
  /** It is tried again a few times: a node may have worked on it. */
  TRIED,
  /** It is tried again as long as there is time: no node has worked on it. */
  PUT_OFF;

  /** What becomes of a line after a failure by {@code code}. */
  static RetryDecision of(ErrorCode code) {
    return switch (code.blame()) {
      case REQUEST -> FAILED;
      case WORK, TRIES -> TRIED;
      case TIME, CLIENT, CAPACITY, STOP -> PUT_OFF;
    };
  }
}
