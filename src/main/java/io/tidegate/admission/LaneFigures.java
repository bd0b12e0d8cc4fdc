package io.tidegate.admission;

import static io.tidegate.exchange.ErrorCode.DEADLINE_EXCEEDED;
import static io.tidegate.exchange.ErrorCode.GATEWAY_OVERLOADED;
import static io.tidegate.exchange.ErrorCode.NO_NODE_AVAILABLE;
import static io.tidegate.exchange.ErrorCode.QUEUE_TIMEOUT;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.tracing.SpanAttributes;
import io.tidegate.tracing.Step;
import java.util.concurrent.TimeUnit;

/** The metrics of one lane, and the spans of those who waited in it. */
record LaneFigures(Metrics metrics, String model) {

  /** Less is no waiting, but the way through the queue. */
  private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);

  /** Why a call was refused. */
  enum Reason {
    TOO_LONG(
        "overloaded",
        GATEWAY_OVERLOADED,
        "The gateway is overloaded: the call would have to wait for too long."),
    FULL("overloaded", GATEWAY_OVERLOADED, "The gateway is overloaded: its queue is full."),
    DISPLACED(
        "displaced",
        GATEWAY_OVERLOADED,
        "The gateway is overloaded: its queue is full, and others have less waiting in it."),
    TIMEOUT("timeout", QUEUE_TIMEOUT, "No place came free for as long as the call could wait."),
    NO_NODE("no_node", NO_NODE_AVAILABLE, "No node is there for as long as the call can wait."),
    DEADLINE(
        "timeout", DEADLINE_EXCEEDED, "The call's deadline passed before a node could be asked.");

    private final String label;
    private final ErrorCode code;
    private final String message;

    Reason(String label, ErrorCode code, String message) {
      this.label = label;
      this.code = code;
      this.message = message;
    }

    ErrorCode code() {
      return code;
    }

    String message() {
      return message;
    }
  }

  void refused(Reason reason, Waiting waiting, long now) {
    metrics
        .counter(Metric.QUEUE_REFUSALS, model, reason.label, waiting.priority().label())
        .increment();
    ended(waiting, now, reason.label);
  }

  void started(Waiting waiting, long now) {
    long waited = waiting.waited(now);
    if (waited >= SHORTEST_WAIT) {
      metrics.duration(Metric.QUEUE_WAIT, model, "started").record(waited);
    }
    ended(waiting, now, "started");
  }

  /** The client of a call has left it. */
  void left(Waiting waiting, long now) {
    ended(waiting, now, "left");
  }

  private void ended(Waiting waiting, long now, String outcome) {
    long waited = waiting.waited(now);
    if (waited >= SHORTEST_WAIT) {
      waiting
          .candidate()
          .call()
          .span()
          .child(Step.QUEUE, waited)
          .set(SpanAttributes.MODEL, model)
          .set(SpanAttributes.OUTCOME, outcome)
          .end();
    }
  }

  void expired(long waited) {
    metrics.duration(Metric.QUEUE_WAIT, model, "expired").record(waited);
  }
}
