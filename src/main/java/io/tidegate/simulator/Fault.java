package io.tidegate.simulator;

/**
 * The ways in which a simulated node can fail a call.
 *
 * <p>"Stream" is a call with {@code "stream": true}, "plain" any other. "Half" is all of the
 * reasoning and the first half of the answer's tokens (at least one) of a stream, and half of the
 * bytes of a plain body. Embeddings have no finish reason: both {@code INSUFFICIENT_RESOURCE}
 * faults answer them as {@link #BUSY_503} does. Faults concern calls only; the list of models and
 * the control routes always work.
 */
public enum Fault {
  /** No fault: every call is answered in full. */
  NONE,

  /** Stream and plain: 503 with DeepSeek's "too busy" error body and no {@code Retry-After}. */
  BUSY_503,

  /** Stream and plain: 429 with a rate limit error body and {@code Retry-After: 2}. */
  BUSY_429,

  /**
   * A place in the queue that never comes up: 200 and then only an empty line every 100 ms, for at
   * most 10 minutes, after which the connection is closed. Stream: under {@code text/event-stream};
   * plain: under {@code application/json}.
   */
  BUSY_BLANK_LINES,

  /**
   * As {@link #BUSY_BLANK_LINES}, but a stream receives {@code : keep-alive} comments. A plain body
   * cannot hold comments and receives empty lines, as at DeepSeek.
   */
  BUSY_KEEP_ALIVE,

  /**
   * 200 that is an error all the same, as SGLang sends it, with the number 503 as {@code code}.
   * Stream: an error event first, then {@code [DONE]}; plain: the error is the whole body.
   */
  ERROR_FIRST,

  /**
   * Stream: half, then an error event, then a proper end of the body without {@code [DONE]}. Plain:
   * 200 whose body is an error, as {@link #ERROR_FIRST}, but only after the full time of an answer.
   */
  ERROR_MID_STREAM,

  /** Stream and plain: half, then the TCP connection is closed without an end of the body. */
  CUT_MID_STREAM,

  /** Stream and plain: the head of a 200, then silence until the client goes. */
  STALL,

  /** Stream and plain: half, then silence until the client goes. */
  STALL_MID_STREAM,

  /**
   * Stream: everything up to the finish reason (and usage), then a proper end of the body without
   * {@code [DONE]}. Plain: 200 with an empty body.
   */
  NO_DONE,

  /**
   * Nothing delivered, finish reason {@code insufficient_system_resource}. Stream: the role, that
   * finish reason, {@code [DONE]}; plain: an answer with empty content.
   */
  INSUFFICIENT_RESOURCE,

  /**
   * Half delivered, finish reason {@code insufficient_system_resource}. Stream: half, that finish
   * reason, {@code [DONE]}; plain: a well-formed answer with half of the text.
   */
  INSUFFICIENT_RESOURCE_MID_STREAM,

  /** Stream and plain: 401 with DeepSeek's "Authentication Fails" error body. */
  KEY_REFUSED,

  /**
   * Stream and plain: 402 with DeepSeek's "Insufficient Balance" error body; the account's balance
   * is then shown as used up.
   */
  BALANCE_EMPTY
}
