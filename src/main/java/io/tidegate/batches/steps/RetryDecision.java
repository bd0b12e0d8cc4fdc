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
    return switch (code) {
      case INVALID_JSON,
          INVALID_VALUE,
          MISSING_PARAMETER,
          INVALID_API_KEY,
          FORBIDDEN,
          NOT_FOUND,
          MODEL_NOT_FOUND,
          METHOD_NOT_ALLOWED,
          CONFLICT,
          REQUEST_TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE ->
          FAILED;
      case INTERNAL_ERROR,
          UPSTREAM_FAILED,
          UPSTREAM_TIMEOUT,
          DEADLINE_EXCEEDED,
          ATTEMPTS_EXHAUSTED,
          REQUEST_TIMEOUT ->
          TRIED;
      case CLIENT_CLOSED,
          DEADLINE_UNREACHABLE,
          GATEWAY_STOPPING,
          NO_NODE_AVAILABLE,
          GATEWAY_OVERLOADED,
          QUEUE_TIMEOUT,
          UPSTREAM_BUSY,
          JOB_QUEUE_FULL,
          SERVER_MEMORY,
          STORE_UNAVAILABLE ->
          PUT_OFF;
    };
  }
}
