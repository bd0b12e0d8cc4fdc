package io.tidegate.history;

import io.tidegate.metrics.Metric;
import java.util.Map;

/** A figure that is looked back on: some series of a metric, added up. */
public enum Figure {
  ANSWERED(Metric.REQUESTS, Map.of("outcome", "answered")),
  REFUSED(Metric.REQUESTS, Map.of("outcome", "refused")),
  FAILED(Metric.REQUESTS, Map.of("outcome", "failed")),
  CANCELLED(Metric.REQUESTS, Map.of("outcome", "cancelled")),
  QUEUED(Metric.REQUESTS, Map.of("outcome", "queued")),
  QUEUE_REFUSALS(Metric.QUEUE_REFUSALS, Map.of()),
  L1_HITS(Metric.CACHE_LOOKUPS, Map.of("level", "l1", "result", "hit")),
  L1_MISSES(Metric.CACHE_LOOKUPS, Map.of("level", "l1", "result", "miss")),
  L2_HITS(Metric.CACHE_LOOKUPS, Map.of("level", "l2", "result", "hit")),
  L2_MISSES(Metric.CACHE_LOOKUPS, Map.of("level", "l2", "result", "miss")),
  COLLAPSED(Metric.CACHE_COLLAPSED, Map.of()),
  STALE(Metric.CACHE_STALE, Map.of()),
  INPUT_TOKENS(Metric.TOKEN_USAGE, Map.of("gen_ai_token_type", "input")),
  OUTPUT_TOKENS(Metric.TOKEN_USAGE, Map.of("gen_ai_token_type", "output")),
  QUEUE_LENGTH(Metric.QUEUE_LENGTH, Map.of()),
  LIMIT(Metric.LIMIT, Map.of()),
  LIMIT_IN_USE(Metric.LIMIT_IN_USE, Map.of()),
  IN_FLIGHT(Metric.REQUESTS_IN_FLIGHT, Map.of()),
  JOBS_QUEUED(Metric.JOBS_QUEUED, Map.of()),
  JOBS_RUNNING(Metric.JOBS_RUNNING, Map.of()),
  BATCHES_OPEN(Metric.BATCHES_OPEN, Map.of()),
  DEAD_LETTERS(Metric.DEAD_LETTERS, Map.of()),
  /** In thousandths of the currency, over the last hour. */
  PUBLIC_COST(Metric.PUBLIC_COST, Map.of());

  private final Metric metric;

  @SuppressWarnings("ImmutableEnumChecker") // the map is one that cannot be changed
  private final Map<String, String> labels;

  Figure(Metric metric, Map<String, String> labels) {
    this.metric = metric;
    this.labels = labels;
  }

  /** The metric that it is a part of. */
  Metric metric() {
    return metric;
  }

  /**
   * Whether a series with {@code series} for its labels is a part of it. Requests that ask for
   * nothing that a node does are none: a console that is refused would show as a fault of calls.
   */
  boolean has(Map<String, String> series) {
    boolean call = metric != Metric.REQUESTS || !"none".equals(series.get("operation"));
    return call && series.entrySet().containsAll(labels.entrySet());
  }

  /** Whether it only grows, so that its growth tells something and not where it stands. */
  boolean grows() {
    return metric.kind() != Metric.Kind.GAUGE;
  }
}
