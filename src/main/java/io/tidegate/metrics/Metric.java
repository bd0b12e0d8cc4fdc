package io.tidegate.metrics;

import static io.tidegate.metrics.Metric.Kind.COUNTER;
import static io.tidegate.metrics.Metric.Kind.DURATION;
import static io.tidegate.metrics.Metric.Kind.GAUGE;
import static io.tidegate.metrics.Metric.Kind.NUMBERS;

import java.util.List;

/**
 * All metrics of ours: what each is called, how it counts, and by which labels.
 *
 * <p>Names of OpenTelemetry's GenAI semantic conventions where one exists (all of status
 * Development, hence kept here in one place), {@code tidegate_*} for the rest. What each tells is
 * in {@code descriptions.properties}; the page {@code docs/metrics.md} is printed from both.
 */
public enum Metric {
  REQUESTS(COUNTER, "tidegate_requests", Label.CALL_OPERATION, Label.CALL_OUTCOME, Label.REASON),
  REQUEST_DURATION(
      DURATION,
      "gen_ai.server.request.duration",
      Label.GEN_AI_OPERATION,
      Label.GEN_AI_MODEL,
      Label.ERROR_TYPE),
  TIME_TO_FIRST_TOKEN(
      DURATION, "gen_ai.server.time_to_first_token", Label.GEN_AI_OPERATION, Label.GEN_AI_MODEL),
  TOKEN_USAGE(
      NUMBERS,
      Unit.TOKENS,
      "gen_ai.client.token.usage",
      Label.GEN_AI_OPERATION,
      Label.GEN_AI_MODEL,
      Label.TOKEN_TYPE),
  REQUESTS_IN_FLIGHT(GAUGE, "tidegate_requests_in_flight"),
  SHEDDING(GAUGE, "tidegate_shedding"),

  MEMORY_HELD(GAUGE, Unit.BYTES, "tidegate_memory_bytes", Label.USE),
  MEMORY_LIMIT(GAUGE, Unit.BYTES, "tidegate_memory_limit_bytes"),
  MEMORY_REFUSED(GAUGE, "tidegate_memory_refused", Label.USE),

  QUEUE_LENGTH(GAUGE, "tidegate_queue_length", Label.MODEL),
  QUEUE_BYTES(GAUGE, Unit.BYTES, "tidegate_queue_bytes"),
  QUEUE_WAIT(DURATION, "tidegate_queue_wait", Label.MODEL, Label.WAIT_OUTCOME),
  QUEUE_REFUSALS(
      COUNTER, "tidegate_queue_refusals", Label.MODEL, Label.REFUSAL_REASON, Label.PRIORITY),
  PERMITS_ISSUED(COUNTER, "tidegate_permits_issued"),
  PERMITS_RETURNED(COUNTER, "tidegate_permits_returned"),

  ATTEMPTS(COUNTER, "tidegate_attempts", Label.NODE, Label.ATTEMPT_OUTCOME),
  BUSY_UNDER_200(COUNTER, "tidegate_busy_under_200", Label.NODE),
  RETRIES(COUNTER, "tidegate_retries", Label.MODEL),
  RETRY_BUDGET(GAUGE, "tidegate_retry_budget"),
  HEDGES(COUNTER, "tidegate_hedges", Label.MODEL),
  SPILLED(COUNTER, "tidegate_spilled", Label.MODEL, Label.TIER),
  PUBLIC_COST(GAUGE, Unit.THOUSANDTHS, "tidegate_public_cost_milli"),

  NODE_IN_FLIGHT(GAUGE, "tidegate_node_in_flight", Label.NODE),
  NODE_MAX_CONNECTIONS(GAUGE, "tidegate_node_max_connections", Label.NODE),
  NODE_USABLE(GAUGE, "tidegate_node_usable", Label.NODE),
  NODE_EJECTED(GAUGE, "tidegate_node_ejected", Label.NODE),
  NODE_EJECTIONS(COUNTER, "tidegate_node_ejections", Label.NODE),
  NODE_SATURATION(GAUGE, Unit.PERCENT, "tidegate_node_saturation", Label.NODE),
  LIMIT(GAUGE, "tidegate_limit", Label.NODE, Label.MODEL, Label.OPERATION),
  LIMIT_IN_USE(GAUGE, "tidegate_limit_in_use", Label.NODE, Label.MODEL, Label.OPERATION),
  LIMIT_SPEED(
      GAUGE,
      Unit.THOUSANDTHS,
      "tidegate_limit_speed_milli",
      Label.NODE,
      Label.MODEL,
      Label.OPERATION),
  LIMIT_MOVES(
      COUNTER, "tidegate_limit_moves", Label.NODE, Label.MODEL, Label.OPERATION, Label.MOVE_REASON),
  BREAKER_STATE(GAUGE, "tidegate_breaker_state", Label.NODE, Label.MODEL, Label.OPERATION),
  ACCOUNT_USABLE(GAUGE, "tidegate_account_usable", Label.ACCOUNT),

  CACHE_LOOKUPS(COUNTER, "tidegate_cache_lookups", Label.LEVEL, Label.RESULT),
  CACHE_COLLAPSED(COUNTER, "tidegate_cache_collapsed"),
  CACHE_STALE(COUNTER, "tidegate_cache_stale", Label.STALE_REASON),
  CACHE_REFRESHES(COUNTER, "tidegate_cache_refreshes"),
  CACHE_ENTRIES(GAUGE, "tidegate_cache_entries"),
  CACHE_BYTES(GAUGE, Unit.BYTES, "tidegate_cache_bytes"),
  CACHE_EVICTED(COUNTER, "tidegate_cache_evicted"),
  CACHE_FLIGHTS(GAUGE, "tidegate_cache_flights"),
  WARMUP_QUESTIONS(COUNTER, "tidegate_warmup_questions", Label.WARMUP_OUTCOME),
  SWITCH_ON(GAUGE, "tidegate_switch_on", Label.SWITCH),

  WARMUP_RUNNING(GAUGE, "tidegate_warmup_running"),
  WARMUP_NEXT(GAUGE, Unit.SECONDS, "tidegate_warmup_next_seconds"),
  WARMUP_OVERDUE(GAUGE, Unit.SECONDS, "tidegate_warmup_overdue_seconds"),

  CLUSTER_MEMBERS(GAUGE, "tidegate_cluster_members"),
  LEASE(GAUGE, "tidegate_lease", Label.LEASED_ACCOUNT),
  LEASE_SHARED(GAUGE, "tidegate_lease_shared"),
  SCALING_REPLICAS(GAUGE, "tidegate_scaling_wanted_replicas"),
  SCALING_NODES(GAUGE, "tidegate_scaling_wanted_nodes", Label.MODEL),

  JOBS_QUEUED(GAUGE, "tidegate_jobs_queued"),
  JOBS_RUNNING(GAUGE, "tidegate_jobs_running"),
  JOBS_BYTES(GAUGE, Unit.BYTES, "tidegate_jobs_bytes"),
  JOBS_FINISHED(COUNTER, "tidegate_jobs_finished", Label.JOB_STATE),
  JOBS_RETRIES(COUNTER, "tidegate_jobs_retries"),
  JOBS_WAIT(DURATION, "tidegate_jobs_wait"),
  JOBS_RUN(DURATION, "tidegate_jobs_run"),
  BATCHES_OPEN(GAUGE, "tidegate_batches_open"),
  BATCH_LINES_RUNNING(GAUGE, "tidegate_batch_lines_running"),
  BATCH_LINES(COUNTER, "tidegate_batch_lines", Label.LINE_OUTCOME),
  EXPERIMENT_CALLS(COUNTER, "tidegate_experiment_calls", Label.ARM, Label.ARM_OUTCOME),
  EXPERIMENT_FIRST_CONTENT(DURATION, "tidegate_experiment_first_content", Label.ARM),

  QUOTA_REFUSALS(COUNTER, "tidegate_quota_refusals", Label.QUOTA_SCOPE),
  QUOTA_BUDGET_USED(
      GAUGE,
      Unit.PERCENT,
      "tidegate_quota_budget_used",
      Label.TENANT,
      Label.BUDGET,
      Label.BUDGET_PERIOD),
  USAGE_TOKENS(COUNTER, "tidegate_usage_tokens", Label.USAGE_TYPE),
  USAGE_UNWRITTEN(GAUGE, "tidegate_usage_unwritten"),

  WEBHOOKS(COUNTER, "tidegate_webhooks", Label.WEBHOOK_OUTCOME, Label.WEBHOOK_REASON),
  WEBHOOKS_PENDING(GAUGE, "tidegate_webhooks_pending"),
  OUTBOX_PASSED(COUNTER, "tidegate_outbox_passed"),
  OUTBOX_OLDEST(GAUGE, Unit.SECONDS, "tidegate_outbox_oldest_seconds"),
  DEAD_LETTERS(GAUGE, "tidegate_dead_letters"),
  BROKER_FULL(GAUGE, "tidegate_broker_full"),

  POOL_SIZE(GAUGE, "tidegate_pool_size", Label.POOL),
  POOL_ACTIVE(GAUGE, "tidegate_pool_active", Label.POOL),
  POOL_QUEUED(GAUGE, "tidegate_pool_queued", Label.POOL),
  POOL_REFUSED(COUNTER, "tidegate_pool_refused", Label.POOL),
  POOL_WAIT(DURATION, "tidegate_pool_wait", Label.POOL),
  CERTIFICATE_REMAINING(GAUGE, Unit.SECONDS, "tidegate_certificate_remaining_seconds");

  /** How a metric counts, and so what kind Prometheus takes it for. */
  public enum Kind {
    /** Only ever grows. */
    COUNTER("counter", "_total"),
    /** Shows how things are at the moment. */
    GAUGE("gauge", ""),
    /** The distribution of durations. */
    DURATION("histogram", "_seconds"),
    /** The distribution of plain numbers. */
    NUMBERS("histogram", "");

    private final String shown;
    private final String suffix;

    Kind(String shown, String suffix) {
      this.shown = shown;
      this.suffix = suffix;
    }

    /** What Prometheus calls it. */
    String shown() {
      return shown;
    }
  }

  /** What a metric's values are counted in. */
  enum Unit {
    NUMBER,
    SECONDS,
    BYTES,
    TOKENS,
    PERCENT,
    THOUSANDTHS
  }

  private final Kind kind;
  private final Unit unit;
  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // the list is one that cannot be changed
  private final List<Label> labels;

  Metric(Kind kind, String id, Label... labels) {
    this(kind, kind == Kind.DURATION ? Unit.SECONDS : Unit.NUMBER, id, labels);
  }

  Metric(Kind kind, Unit unit, String id, Label... labels) {
    this.kind = kind;
    this.unit = unit;
    this.id = id;
    this.labels = List.of(labels);
  }

  /** How it counts. */
  public Kind kind() {
    return kind;
  }

  /** What it is called in the server's registry. */
  String id() {
    return id;
  }

  /** What its values are counted in. */
  Unit unit() {
    return unit;
  }

  /** What its series are told apart by, in the order in which their values are given. */
  public List<Label> labels() {
    return labels;
  }

  /** Throws unless it is of this kind and has a label for each of so many values. */
  public void require(Kind wanted, int values) {
    if (kind != wanted || labels.size() != values) {
      throw new IllegalArgumentException(
          this + " is a " + kind + " by " + labels + ", no " + wanted + " with " + values);
    }
  }

  /**
   * Its name as Prometheus scrapes it; of a distribution what {@code _count}, {@code _sum}, {@code
   * _max} and {@code _bucket} are appended to.
   */
  public String exposed() {
    return id.replace('.', '_') + kind.suffix;
  }
}
