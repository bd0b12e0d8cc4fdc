package io.tidegate.api;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Usage;
import io.tidegate.metrics.MetricNames;
import io.tidegate.metrics.Metrics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * Writes down how each call ended: one access-log line and the request metrics.
 *
 * <p>What was asked and answered is not in it, nor any key. Thread-safe.
 */
final class CallLedger {

  private static final Logger LOG = System.getLogger("io.tidegate.access");
  private static final String NONE = "none";

  private final Metrics metrics;

  CallLedger(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * The end of a call.
   *
   * @param status the HTTP status that was sent, or 499 when the client was gone before
   * @param failure why there was no whole answer, or null
   * @param firstContent nanoseconds from arrival to first content, or -1
   * @param total nanoseconds from arrival to the end
   * @param bytes the bytes of the answer passed on
   */
  record End(int status, Failure failure, long firstContent, long total, long bytes) {

    private String outcome(AnswerHead head) {
      if (failure == null) {
        return status < 400 ? "answered" : "refused";
      }
      return switch (failure.code()) {
        case CLIENT_CLOSED -> "cancelled";
        case INTERNAL_ERROR, UPSTREAM_FAILED, UPSTREAM_TIMEOUT, DEADLINE_EXCEEDED -> "failed";
        case INVALID_JSON,
            INVALID_VALUE,
            MISSING_PARAMETER,
            INVALID_API_KEY,
            FORBIDDEN,
            NOT_FOUND,
            MODEL_NOT_FOUND,
            METHOD_NOT_ALLOWED,
            REQUEST_TIMEOUT,
            REQUEST_TOO_LARGE,
            UNSUPPORTED_MEDIA_TYPE,
            DEADLINE_UNREACHABLE,
            GATEWAY_STOPPING,
            NO_NODE_AVAILABLE,
            GATEWAY_OVERLOADED,
            QUEUE_TIMEOUT,
            UPSTREAM_BUSY ->
            head == null ? "refused" : "failed";
      };
    }

    private String reason() {
      return failure == null ? (status < 400 ? NONE : "node_refused") : failure.code().code();
    }
  }

  /** Writes down a call that reached the gateway. */
  void ended(Call call, Answer answer, End end) {
    AnswerHead head = answer.head();
    String operation = call.operation().metricName();
    String model = head == null ? NONE : call.model();
    count(operation, end.outcome(head), end.reason());
    metrics
        .duration(
            MetricNames.REQUEST_DURATION,
            "gen_ai_operation_name",
            operation,
            "gen_ai_request_model",
            model,
            "error_type",
            end.reason())
        .record(end.total());
    if (end.firstContent() >= 0) {
      metrics
          .duration(
              MetricNames.TIME_TO_FIRST_TOKEN,
              "gen_ai_operation_name",
              operation,
              "gen_ai_request_model",
              model)
          .record(end.firstContent());
    }
    tokens(operation, model, "input", answer.usage().input());
    tokens(operation, model, "output", answer.usage().output());
    log(call, answer, end);
  }

  /** Writes down a request that was refused before it became a call. */
  void refused(String requestId, String path, Failure failure) {
    count(NONE, "refused", failure.code().code());
    LOG.log(
        Level.INFO,
        () ->
            "id="
                + requestId
                + " path="
                + path
                + " status="
                + failure.code().status()
                + " outcome=refused reason="
                + failure.code().code());
  }

  private void count(String operation, String outcome, String reason) {
    metrics
        .counter(MetricNames.REQUESTS, "operation", operation, "outcome", outcome, "reason", reason)
        .increment();
  }

  private void tokens(String operation, String model, String type, long tokens) {
    if (tokens >= 0) {
      metrics
          .numbers(
              MetricNames.TOKEN_USAGE,
              "gen_ai_operation_name",
              operation,
              "gen_ai_request_model",
              model,
              "gen_ai_token_type",
              type)
          .record(tokens);
    }
  }

  private static void log(Call call, Answer answer, End end) {
    if (!LOG.isLoggable(Level.INFO)) {
      return;
    }
    AnswerHead head = answer.head();
    Usage usage = answer.usage();
    StringBuilder line = new StringBuilder(256);
    line.append("id=").append(call.id());
    line.append(" tenant=").append(call.tenant().value());
    line.append(" operation=").append(call.operation().metricName());
    line.append(" model=").append(head == null ? NONE : call.model());
    line.append(" stream=").append(call.stream());
    line.append(" status=").append(end.status());
    line.append(" outcome=").append(end.outcome(head));
    line.append(" reason=").append(end.reason());
    line.append(" node=").append(head == null ? NONE : head.node());
    line.append(" attempts=").append(head == null ? 0 : head.attempts());
    line.append(" first_ms=").append(millis(end.firstContent()));
    line.append(" total_ms=").append(millis(end.total()));
    line.append(" bytes=").append(end.bytes());
    line.append(" input_tokens=").append(usage.input());
    line.append(" output_tokens=").append(usage.output());
    LOG.log(Level.INFO, line.toString());
  }

  private static long millis(long nanos) {
    return nanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
