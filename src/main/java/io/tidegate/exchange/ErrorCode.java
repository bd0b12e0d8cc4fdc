package io.tidegate.exchange;

/**
 * Why a call was not answered, as the client is told.
 *
 * <p>The wire form is OpenAI's error object: {@link #type()} and {@link #code()} are its members of
 * those names.
 */
public enum ErrorCode {
  INVALID_JSON(400, Type.INVALID_REQUEST, "invalid_json", Blame.REQUEST),
  INVALID_VALUE(400, Type.INVALID_REQUEST, "invalid_value", Blame.REQUEST),
  MISSING_PARAMETER(400, Type.INVALID_REQUEST, "missing_required_parameter", Blame.REQUEST),
  INVALID_API_KEY(401, Type.INVALID_REQUEST, "invalid_api_key", Blame.REQUEST),
  FORBIDDEN(403, Type.INVALID_REQUEST, "forbidden", Blame.REQUEST),
  KEY_OUT_OF_SCOPE(403, Type.INVALID_REQUEST, "key_out_of_scope", Blame.REQUEST),
  NOT_FOUND(404, Type.INVALID_REQUEST, "not_found", Blame.REQUEST),
  MODEL_NOT_FOUND(404, Type.INVALID_REQUEST, "model_not_found", Blame.REQUEST),
  METHOD_NOT_ALLOWED(405, Type.INVALID_REQUEST, "method_not_allowed", Blame.REQUEST),
  REQUEST_TIMEOUT(408, Type.INVALID_REQUEST, "request_timeout", Blame.TRIES),
  CONFLICT(409, Type.INVALID_REQUEST, "conflict", Blame.REQUEST),
  REQUEST_TOO_LARGE(413, Type.INVALID_REQUEST, "request_too_large", Blame.REQUEST),
  UNSUPPORTED_MEDIA_TYPE(415, Type.INVALID_REQUEST, "unsupported_media_type", Blame.REQUEST),
  DEADLINE_UNREACHABLE(422, Type.INVALID_REQUEST, "deadline_unreachable", Blame.TIME),
  CLIENT_CLOSED(499, Type.INVALID_REQUEST, "client_closed", Blame.CLIENT),
  INTERNAL_ERROR(500, Type.SERVER, "internal_error", Blame.WORK),
  STORED_DATA_UNREADABLE(500, Type.SERVER, "stored_data_unreadable", Blame.WORK),
  UPSTREAM_FAILED(502, Type.SERVER, "upstream_failed", Blame.WORK),
  GATEWAY_STOPPING(503, Type.SERVER, "gateway_stopping", Blame.STOP),
  NO_NODE_AVAILABLE(503, Type.SERVER, "no_node_available", Blame.CAPACITY),
  GATEWAY_OVERLOADED(429, Type.RATE_LIMIT, "gateway_overloaded", Blame.CAPACITY),
  QUEUE_TIMEOUT(429, Type.RATE_LIMIT, "queue_timeout", Blame.CAPACITY),
  TENANT_REFUSED(429, Type.RATE_LIMIT, "tenant_refused", Blame.CAPACITY),
  PRIORITY_REFUSED(429, Type.RATE_LIMIT, "priority_refused", Blame.CAPACITY),
  QUOTA_EXCEEDED(429, Type.RATE_LIMIT, "quota_exceeded", Blame.CAPACITY),
  UPSTREAM_BUSY(503, Type.SERVER, "upstream_busy", Blame.CAPACITY),
  JOB_QUEUE_FULL(503, Type.SERVER, "job_queue_full", Blame.CAPACITY),
  SERVER_MEMORY(503, Type.SERVER, "server_memory", Blame.CAPACITY),
  STORE_UNAVAILABLE(503, Type.SERVER, "store_unavailable", Blame.CAPACITY),
  ATTEMPTS_EXHAUSTED(502, Type.SERVER, "attempts_exhausted", Blame.TRIES),
  UPSTREAM_TIMEOUT(504, Type.SERVER, "upstream_timeout", Blame.WORK),
  DEADLINE_EXCEEDED(504, Type.SERVER, "deadline_exceeded", Blame.WORK);

  private static final class Type {
    static final String INVALID_REQUEST = "invalid_request_error";
    static final String RATE_LIMIT = "rate_limit_error";
    static final String SERVER = "server_error";

    private Type() {}
  }

  /** What a failure is due to, from which follows what becomes of a call, a job and a line. */
  public enum Blame {
    /** The request: it fails wherever and whenever it is sent. */
    REQUEST,
    /** Whoever worked on it, and may succeed another time. */
    WORK,
    /** It was tried as often, or waited for as long, as anybody may. */
    TRIES,
    /** Too little time is left for anybody to answer it. */
    TIME,
    /** The client, which has left. */
    CLIENT,
    /** There is no place for it at present, or its caller has had what is his: later there is. */
    CAPACITY,
    /** The gateway stops: another one may take it at once. */
    STOP
  }

  private final int status;
  private final String type;
  private final String code;
  private final Blame blame;

  ErrorCode(int status, String type, String code, Blame blame) {
    this.status = status;
    this.type = type;
    this.code = code;
    this.blame = blame;
  }

  /** What the failure is due to. */
  public Blame blame() {
    return blame;
  }

  /** Whether it is a limit of the caller's own that was reached, and none of all callers. */
  public boolean isOwnLimit() {
    return this == TENANT_REFUSED || this == QUOTA_EXCEEDED;
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
    return (status == 429 || status >= 502)
        && this != DEADLINE_EXCEEDED
        && this != ATTEMPTS_EXHAUSTED;
  }
}
