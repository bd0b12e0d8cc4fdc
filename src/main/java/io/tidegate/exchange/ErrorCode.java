package io.tidegate.exchange;

/**
 * Why a call was not answered, as the client is told.
 *
 * <p>The wire form is OpenAI's error object: {@link #type()} and {@link #code()} are its members of
 * those names.
 */
public enum ErrorCode {
  INVALID_JSON(400, Type.INVALID_REQUEST, "invalid_json"),
  INVALID_VALUE(400, Type.INVALID_REQUEST, "invalid_value"),
  MISSING_PARAMETER(400, Type.INVALID_REQUEST, "missing_required_parameter"),
  INVALID_API_KEY(401, Type.INVALID_REQUEST, "invalid_api_key"),
  FORBIDDEN(403, Type.INVALID_REQUEST, "forbidden"),
  NOT_FOUND(404, Type.INVALID_REQUEST, "not_found"),
  MODEL_NOT_FOUND(404, Type.INVALID_REQUEST, "model_not_found"),
  METHOD_NOT_ALLOWED(405, Type.INVALID_REQUEST, "method_not_allowed"),
  REQUEST_TIMEOUT(408, Type.INVALID_REQUEST, "request_timeout"),
  CONFLICT(409, Type.INVALID_REQUEST, "conflict"),
  REQUEST_TOO_LARGE(413, Type.INVALID_REQUEST, "request_too_large"),
  UNSUPPORTED_MEDIA_TYPE(415, Type.INVALID_REQUEST, "unsupported_media_type"),
  DEADLINE_UNREACHABLE(422, Type.INVALID_REQUEST, "deadline_unreachable"),
  CLIENT_CLOSED(499, Type.INVALID_REQUEST, "client_closed"),
  INTERNAL_ERROR(500, Type.SERVER, "internal_error"),
  UPSTREAM_FAILED(502, Type.SERVER, "upstream_failed"),
  GATEWAY_STOPPING(503, Type.SERVER, "gateway_stopping"),
  NO_NODE_AVAILABLE(503, Type.SERVER, "no_node_available"),
  GATEWAY_OVERLOADED(429, Type.RATE_LIMIT, "gateway_overloaded"),
  QUEUE_TIMEOUT(429, Type.RATE_LIMIT, "queue_timeout"),
  UPSTREAM_BUSY(503, Type.SERVER, "upstream_busy"),
  JOB_QUEUE_FULL(503, Type.SERVER, "job_queue_full"),
  SERVER_MEMORY(503, Type.SERVER, "server_memory"),
  STORE_UNAVAILABLE(503, Type.SERVER, "store_unavailable"),
  ATTEMPTS_EXHAUSTED(502, Type.SERVER, "attempts_exhausted"),
  UPSTREAM_TIMEOUT(504, Type.SERVER, "upstream_timeout"),
  DEADLINE_EXCEEDED(504, Type.SERVER, "deadline_exceeded");

  private static final class Type {
    static final String INVALID_REQUEST = "invalid_request_error";
    static final String RATE_LIMIT = "rate_limit_error";
    static final String SERVER = "server_error";

    private Type() {}
  }

  private final int status;
  private final String type;
  private final String code;

  ErrorCode(int status, String type, String code) {
    this.status = status;
    this.type = type;
    this.code = code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The member {@code type} of the error object. */
  public String type() {
    return type;
  }

  /** The member {@code code} of the error object, also a metric label. */
  public String code() {
    return code;
  }

  /** Whether the same call may succeed a little later, so that the refusal names a time. */
  public boolean retryable() {
    return (status == 429 || status >= 502) && this != DEADLINE_EXCEEDED;
  }
}
