package io.tidegate.simulator;

/**
 * The head of an answer.
 *
 * @param status the HTTP status
 * @param contentType the media type of the body
 * @param retryAfter the value of {@code Retry-After}, or {@code null} for none
 */
record Head(int status, String contentType, String retryAfter) {
  static final Head STREAM = new Head(200, "text/event-stream; charset=utf-8", null);
  static final Head METRICS = new Head(200, "text/plain; version=0.0.4; charset=utf-8", null);
  static final Head TEXT = new Head(200, "text/plain; charset=utf-8", null);
  static final Head JSON = new Head(200, "application/json", null);
}
