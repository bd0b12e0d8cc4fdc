package io.tidegate.tracing;

/**
 * The names of what spans say.
 *
 * <p>Those of OpenTelemetry's conventions where one exists ({@code gen_ai.*} are of status
 * Development, hence kept here in one place), {@code tidegate.*} for the rest.
 */
public final class SpanAttributes {

  /** What was asked: chat, text_completion, embeddings. */
  public static final String OPERATION = "gen_ai.operation.name";

  /** The model asked for: of an attempt the node's own name of it. */
  public static final String MODEL = "gen_ai.request.model";

  /** The prompt's tokens as the node reported them. */
  public static final String INPUT_TOKENS = "gen_ai.usage.input_tokens";

  /** The answer's tokens as the node reported them. */
  public static final String OUTPUT_TOKENS = "gen_ai.usage.output_tokens";

  /** The time to first content. */
  public static final String FIRST_CONTENT = "gen_ai.response.time_to_first_chunk";

  /** The status that the client was sent, or the node sent. */
  public static final String STATUS = "http.response.status_code";

  /** Why it failed. */
  public static final String ERROR = "error.type";

  /** The id of the call in headers and logs. */
  public static final String REQUEST = "tidegate.request.id";

  /** Who asked. */
  public static final String TENANT = "tidegate.tenant";

  /** The job that the call became. */
  public static final String JOB = "tidegate.job.id";

  /** How it ended, as metrics and the access log say it. */
  public static final String OUTCOME = "tidegate.outcome";

  /** The node that answered, or was asked. */
  public static final String NODE = "tidegate.node";

  /** Whose capacity the node is. */
  public static final String TIER = "tidegate.node.tier";

  /** Where the node stands. */
  public static final String REGION = "tidegate.node.region";

  /** How many attempts the answer took. */
  public static final String ATTEMPTS = "tidegate.attempts";

  /** Which attempt of its call it is, from 1. */
  public static final String ATTEMPT = "tidegate.attempt.number";

  /** Why the attempt was made: first, retry, hedge. */
  public static final String CAUSE = "tidegate.attempt.cause";

  /** What the cache did with the call. */
  public static final String CACHE = "tidegate.cache";

  /** The level of the cache that had the answer. */
  public static final String LEVEL = "tidegate.cache.level";

  /** Why a stale answer was given. */
  public static final String STALE = "tidegate.cache.stale";

  private SpanAttributes() {}
}
