package io.tidegate.simulator;

/**
 * The ways in which a simulated node can fail a call, in whichever dialect.
 *
 * <p>"Stream" is a call with {@code "stream": true}, "plain" any other. "Half" is all of the
 * reasoning and the first half of the answer's tokens (at least one) of a stream, and half of the
 * bytes of a plain body. The "preamble" of a stream is what comes before its first token: the role
 * in chat, {@code response.created}, {@code response.in_progress} and the first item in Responses,
 * {@code message_start} and the first block in Messages. Embeddings and counts of tokens have no
 * finish reason: both {@code INSUFFICIENT_RESOURCE} faults answer them as {@link #BUSY_503} does.
 * Faults concern calls only; the list of models and the control routes always work.
 *
 * <p>Errors within a 200 are {@code {"error": {...}}} in chat, the event {@code error} and the same
 * plain body in Responses, and Anthropic's {@code error} in Messages. The end mark is {@code
 * [DONE]} in chat, {@code response.completed} (or {@code .incomplete}) in Responses and {@code
 * message_stop} in Messages. The finish reason {@code insufficient_system_resource} is that of the
 * status {@code incomplete} in Responses, and a {@code stop_reason} in Messages.
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
  BALANCE_EMPTY,

  /** Stream and plain: 529, as Anthropic says that all is busy, and no {@code Retry-After}. */
  BUSY_529,

  /**
   * As {@link #BUSY_KEEP_ALIVE}, but a stream in Messages receives {@code ping} events instead of
   * comments.
   */
  BUSY_PINGS,

  /** Stream: the preamble, then silence until the client goes. Plain: as {@link #STALL}. */
  STALL_AFTER_PREAMBLE,

  /**
   * Stream: the preamble, then comments (pings in Messages) for at most 10 minutes, after which the
   * connection is closed. Plain: as {@link #BUSY_KEEP_ALIVE}.
   */
  KEEP_ALIVE_AFTER_PREAMBLE,

  /** Stream: the preamble, then a proper end of the body. Plain: as {@link #NO_DONE}. */
  END_AFTER_PREAMBLE,

  /**
   * Stream: the preamble, then an error event, then a proper end. Plain: as {@link #ERROR_FIRST}.
   */
  ERROR_AFTER_PREAMBLE,

  /**
   * Stream: the preamble, then {@code response.failed}; in the dialects without it as {@link
   * #ERROR_AFTER_PREAMBLE}. Plain: a response whose status is {@code failed}, elsewhere as {@link
   * #ERROR_FIRST}.
   */
  FAILED_AFTER_PREAMBLE,

  /**
   * Stream: half, then {@code response.failed}; in the dialects without it as {@link
   * #ERROR_MID_STREAM}. Plain: as {@link #FAILED_AFTER_PREAMBLE}.
   */
  FAILED_MID_STREAM,

  /** Stream and plain: half, then a proper end of the body. */
  END_MID_STREAM,

  /**
   * Stream: all of the tokens, then the end mark without the finish reason: without {@code
   * message_delta} in Messages, without the {@code done} events of the last item in Responses.
   * Plain: the finish reason is null, and the status in Responses {@code in_progress}.
   */
  NO_FINISH,

  /**
   * Half delivered, as if the caller's limit of tokens were reached. In Responses the last event is
   * {@code response.completed} for all that, as at vLLM, and the status {@code incomplete}.
   */
  INCOMPLETE_AS_COMPLETED,

  /** No fault but that {@code response.completed} holds no output; elsewhere none. */
  NO_OUTPUT_AT_THE_END,

  /** Stream: no fault but that there are no {@code event:} lines. Plain: none. */
  DATA_ONLY,

  /** Stream and plain: no fault but that the body is labelled {@code text/plain}. */
  WRONG_CONTENT_TYPE,

  /** Stream and plain: no fault but that each event, or the body, comes in two pieces. */
  TORN_EVENTS,

  /**
   * No fault but 2 s of keep-alive signs, one every 100 ms, before it: comments in streams, empty
   * lines else.
   */
  SLOW_FIRST_TOKEN,

  /** Stream and plain: no fault, but the body does not end until the client goes. */
  OPEN_AFTER_END,

  /** Stream and plain: no fault, but the connection is closed without an end of the body. */
  CUT_AFTER_END
}
