package io.tidegate.admission;

import io.tidegate.exchange.Priority;
import io.tidegate.metrics.MetricNames;
import io.tidegate.metrics.Metrics;
import java.util.concurrent.TimeUnit;

/** The metrics of one lane. */
record LaneFigures(Metrics metrics, String model) {

  /** Less is no waiting, but the way through the queue. */
  private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);

  /** Why a call was refused. */
  enum Reason {
    OVERLOADED("overloaded"),
    TIMEOUT("timeout"),
    DISPLACED("displaced");

    private final String label;

    Reason(String label) {
      this.label = label;
    }
  }

  void refused(Reason reason, Priority priority) {
    metrics
        .counter(
            MetricNames.QUEUE_REFUSALS,
            "model",
            model,
            "reason",
            reason.label,
            "priority",
            priority.label())
        .increment();
  }

  void started(long waited) {
    if (waited >= SHORTEST_WAIT) {
      metrics.duration(MetricNames.QUEUE_WAIT, "model", model, "outcome", "started").record(waited);
    }
  }

  void expired(long waited) {
    metrics.duration(MetricNames.QUEUE_WAIT, "model", model, "outcome", "expired").record(waited);
  }
}
