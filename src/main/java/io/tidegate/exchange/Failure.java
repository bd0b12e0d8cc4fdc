package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Why a call has no answer, or not a whole one.
 *
 * @param code the kind of failure
 * @param message what is wrong and where, for the caller's eyes; never a prompt, a key or an answer
 * @param param the request field at fault, or null
 * @param retryAfter when the call may be tried again, or null when no time is known
 */
public record Failure(ErrorCode code, String message, String param, Duration retryAfter) {

  /** The client has left before its answer was complete. */
  public static final Failure CLIENT_LEFT =
      of(ErrorCode.CLIENT_CLOSED, "The client closed the connection.");

  /** The deadline has passed while the answer came. */
  public static final Failure INCOMPLETE =
      of(ErrorCode.DEADLINE_EXCEEDED, "The answer was not complete before the call's deadline.");

  /** An attempt of the same call has content already. */
  public static final Failure OVERTAKEN =
      of(ErrorCode.UPSTREAM_TIMEOUT, "Another attempt of the call was faster.");

  public Failure {
    requireNonNull(code, "code");
    requireNonNull(message, "message");
  }

  /** A failure that is no request field's fault and names no time. */
  public static Failure of(ErrorCode code, String message) {
    return new Failure(code, message, null, null);
  }

  /** A failure of the request field {@code param}. */
  public static Failure ofParam(ErrorCode code, String param, String message) {
    return new Failure(code, message, param, null);
  }

  /** The request field {@code param} breaks {@code rule}, which begins with "must" or the like. */
  public static Failure invalid(String param, String rule) {
    return ofParam(ErrorCode.INVALID_VALUE, param, "'" + param + "' " + rule + ".");
  }

  /** The request field {@code param} is not there. */
  public static Failure missing(String param) {
    return ofParam(
        ErrorCode.MISSING_PARAMETER, param, "Missing required parameter: '" + param + "'.");
  }

  /** The same failure with a time to come back. */
  public Failure retryAfter(Duration time) {
    return new Failure(code, message, param, time);
  }

  /** The exception that carries this failure to the edge. */
  public FailureException asException() {
    return new FailureException(this);
  }
}
