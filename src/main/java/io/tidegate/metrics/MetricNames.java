package io.tidegate.metrics;

/**
 * The names of our metrics.
 *
 * <p>Names of OpenTelemetry's GenAI semantic conventions where one exists (all of status
 * Development, hence kept here in one place), {@code tidegate_*} for the rest.
 */
public final class MetricNames {

  /** Whole calls as clients saw them, a duration by operation, model and error type. */
  public static final String REQUEST_DURATION = "gen_ai.server.request.duration";

  /** From the call's arrival to its first content, a duration by operation and model. */
  public static final String TIME_TO_FIRST_TOKEN = "gen_ai.server.time_to_first_token";

  /** Tokens nodes reported, by type (input, output), operation and model. */
  public static final String TOKEN_USAGE = "gen_ai.client.token.usage";

  /** Calls by operation, outcome (answered, refused, failed, cancelled) and reason. */
  public static final String REQUESTS = "tidegate_requests";

  /** The bytes that calls hold of the memory budget, by use. */
  public static final String MEMORY_HELD = "tidegate_memory_bytes";

  /** The bytes of the memory budget. */
  public static final String MEMORY_LIMIT = "tidegate_memory_limit_bytes";

  /** How often there was no memory left since the start, by use. */
  public static final String MEMORY_REFUSED = "tidegate_memory_refused";

  /** Calls that have arrived and not ended. */
  public static final String REQUESTS_IN_FLIGHT = "tidegate_requests_in_flight";

  /** 1 while the server refuses requests because it is itself the bottleneck, else 0. */
  public static final String SHEDDING = "tidegate_shedding";

  /** Attempts by node and outcome. */
  public static final String ATTEMPTS = "tidegate_attempts";

  /** Attempts under way, by node. */
  public static final String NODE_IN_FLIGHT = "tidegate_node_in_flight";

  /** The connection threshold, by node. */
  public static final String NODE_MAX_CONNECTIONS = "tidegate_node_max_connections";

  /** 1 while a node may be given calls, else 0. */
  public static final String NODE_USABLE = "tidegate_node_usable";

  /** Ejections, by node. */
  public static final String NODE_EJECTIONS = "tidegate_node_ejections";

  /** 1 while a node is out after failures, else 0, by node. */
  public static final String NODE_EJECTED = "tidegate_node_ejected";

  /** Attempts that a node answered with a 2xx and then showed to be busy, by node. */
  public static final String BUSY_UNDER_200 = "tidegate_busy_under_200";

  /** The learned limit of attempts in flight, by node and model. */
  public static final String LIMIT = "tidegate_limit";

  /** Moves of learned limits by node, model, operation and reason (refused, slow, grew). */
  public static final String LIMIT_MOVES = "tidegate_limit_moves";

  /** How soon first tokens come, in thousandths of what is tolerated, by node and model. */
  public static final String LIMIT_SPEED = "tidegate_limit_speed_milli";

  /** Attempts that take a place of the learned limit, by node, model and operation. */
  public static final String LIMIT_IN_USE = "tidegate_limit_in_use";

  /** 0 while a breaker is closed, 1 half-open, 2 open, by node and model. */
  public static final String BREAKER_STATE = "tidegate_breaker_state";

  /** Further attempts of calls, by model. */
  public static final String RETRIES = "tidegate_retries";

  /** The retries that could be made at once. */
  public static final String RETRY_BUDGET = "tidegate_retry_budget";

  /** Second attempts beside the first, by model. */
  public static final String HEDGES = "tidegate_hedges";

  /** Calls that left the tier or region they prefer, by model and the tier they went to. */
  public static final String SPILLED = "tidegate_spilled";

  /** What public nodes cost in the last hour, in thousandths of the currency of their prices. */
  public static final String PUBLIC_COST = "tidegate_public_cost_milli";

  /** Permits of limits handed out so far. */
  public static final String PERMITS_ISSUED = "tidegate_permits_issued";

  /** Permits of limits that came back so far; as many as were issued when nothing is under way. */
  public static final String PERMITS_RETURNED = "tidegate_permits_returned";

  /** 1 while an account's provider serves it, else 0, by account. */
  public static final String ACCOUNT_USABLE = "tidegate_account_usable";

  /** Calls that wait for a place, by model. */
  public static final String QUEUE_LENGTH = "tidegate_queue_length";

  /** The bytes of the bodies of all waiting calls. */
  public static final String QUEUE_BYTES = "tidegate_queue_bytes";

  /** How long calls waited that had to, a duration by model and outcome (started, expired). */
  public static final String QUEUE_WAIT = "tidegate_queue_wait";

  /** Refusals by model, reason (overloaded, timeout, displaced) and priority. */
  public static final String QUEUE_REFUSALS = "tidegate_queue_refusals";

  /** How close a node's engine says it is to its limits, in percent, by node; 100 is saturated. */
  public static final String NODE_SATURATION = "tidegate_node_saturation";

  /** Servers that see each other, this one included. */
  public static final String CLUSTER_MEMBERS = "tidegate_cluster_members";

  /** Places leased to this server, by account. */
  public static final String LEASE = "tidegate_lease";

  /** 1 while leases are in force, 0 while each server takes an equal part of each limit. */
  public static final String LEASE_SHARED = "tidegate_lease_shared";

  /** Look-ups of the cache, by level (l1, l2) and result (hit, miss; l2 also failure). */
  public static final String CACHE_LOOKUPS = "tidegate_cache_lookups";

  /** Calls that shared the answer of another call under way. */
  public static final String CACHE_COLLAPSED = "tidegate_cache_collapsed";

  /** Stale answers given, by reason (while-revalidate, if-error). */
  public static final String CACHE_STALE = "tidegate_cache_stale";

  /** Answers renewed before anybody had to wait for it. */
  public static final String CACHE_REFRESHES = "tidegate_cache_refreshes";

  /** Answers on this server's heap. */
  public static final String CACHE_ENTRIES = "tidegate_cache_entries";

  /** Their bytes. */
  public static final String CACHE_BYTES = "tidegate_cache_bytes";

  /** How many were dropped from there for lack of room or for age, since the start. */
  public static final String CACHE_EVICTED = "tidegate_cache_evicted";

  /** Questions that are being asked now, for one caller or many. */
  public static final String CACHE_FLIGHTS = "tidegate_cache_flights";

  /** Questions of warm-ups, by outcome (present, warmed, failed, skipped). */
  public static final String WARMUP_QUESTIONS = "tidegate_warmup_questions";

  /** 1 while a warm-up is under way on this server, else 0. */
  public static final String WARMUP_RUNNING = "tidegate_warmup_running";

  /** When the next warm-up is due, in seconds since 1970; 0 if none is. */
  public static final String WARMUP_NEXT = "tidegate_warmup_next_seconds";

  /** For how many seconds the warm-up that was last due has been waited for; 0 once it began. */
  public static final String WARMUP_OVERDUE = "tidegate_warmup_overdue_seconds";

  /** Jobs that wait for their turn, on all servers. */
  public static final String JOBS_QUEUED = "tidegate_jobs_queued";

  /** Jobs that run, on all servers. */
  public static final String JOBS_RUNNING = "tidegate_jobs_running";

  /** Jobs that ended here, by state (completed, failed, cancelled). */
  public static final String JOBS_FINISHED = "tidegate_jobs_finished";

  /** Attempts of jobs that ended with another turn. */
  public static final String JOBS_RETRIES = "tidegate_jobs_retries";

  /** From a job's arrival to its first attempt, a duration. */
  public static final String JOBS_WAIT = "tidegate_jobs_wait";

  /** The last attempt of a job, a duration. */
  public static final String JOBS_RUN = "tidegate_jobs_run";

  /** Messages carried from the outbox to the broker. */
  public static final String OUTBOX_PASSED = "tidegate_outbox_passed";

  /** For how many seconds the oldest message has been due in the outbox, of all servers. */
  public static final String OUTBOX_OLDEST = "tidegate_outbox_oldest_seconds";

  /** Messages that nobody could process, of all servers; counted up to 1000. */
  public static final String DEAD_LETTERS = "tidegate_dead_letters";

  /** Whether the broker had no room for messages when last asked: 1, else 0. */
  public static final String BROKER_FULL = "tidegate_broker_full";

  /** Attempts to deliver events, by outcome (delivered, failed, dead) and reason. */
  public static final String WEBHOOKS = "tidegate_webhooks";

  /** Events that are yet to be delivered, of all servers. */
  public static final String WEBHOOKS_PENDING = "tidegate_webhooks_pending";

  /** Batches under way on all servers. */
  public static final String BATCHES_OPEN = "tidegate_batches_open";

  /** Lines of batches that run on this server. */
  public static final String BATCH_LINES_RUNNING = "tidegate_batch_lines_running";

  /** Lines of batches that have ended, by outcome (completed, failed). */
  public static final String BATCH_LINES = "tidegate_batch_lines";

  /** The most threads of a pool, by pool. */
  public static final String POOL_SIZE = "tidegate_pool_size";

  /** Threads of a pool that run a task, by pool. */
  public static final String POOL_ACTIVE = "tidegate_pool_active";

  /** Tasks that wait for a thread of a pool, by pool. */
  public static final String POOL_QUEUED = "tidegate_pool_queued";

  /** Tasks that a pool had no room for, by pool. */
  public static final String POOL_REFUSED = "tidegate_pool_refused";

  /** How long tasks waited for a thread of a pool, a duration by pool. */
  public static final String POOL_WAIT = "tidegate_pool_wait";

  /** How many gateways are wanted for the load of all servers. */
  public static final String SCALING_REPLICAS = "tidegate_scaling_wanted_replicas";

  /** How many nodes are wanted for the load of all servers, by model. */
  public static final String SCALING_NODES = "tidegate_scaling_wanted_nodes";

  /** The seconds until the certificate that the server shows ends; negative once it has. */
  public static final String CERTIFICATE_REMAINING = "tidegate_certificate_remaining_seconds";

  private MetricNames() {}
}
