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

  /** Calls that have arrived and not ended. */
  public static final String REQUESTS_IN_FLIGHT = "tidegate_requests_in_flight";

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

  private MetricNames() {}
}
