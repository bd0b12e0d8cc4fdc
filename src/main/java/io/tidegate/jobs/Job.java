package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;

/**
 * A job as it stands; immutable. Times are epoch milliseconds, 0 when not reached.
 *
 * @param id {@code job_} and 32 hexadecimal digits
 * @param tenant its owner
 * @param operation what it asks
 * @param model the model that the owner named
 * @param stream whether its answer is a stream of events
 * @param priority how urgent it is
 * @param state where it is
 * @param attempts how often a server has begun to run it
 * @param times when what happened
 * @param error why it failed, or null
 */
public record Job(
    String id,
    TenantId tenant,
    Operation operation,
    String model,
    boolean stream,
    Priority priority,
    JobState state,
    int attempts,
    Times times,
    Cause error) {

  /**
   * When what happened, or will.
   *
   * @param created when it was handed in
   * @param started when it was last begun
   * @param finished when it reached its final state
   * @param deadline until when it must be answered
   * @param expires when it is forgotten; 0 before its end
   */
  public record Times(long created, long started, long finished, long deadline, long expires) {}

  /** Why it failed: a code of {@link io.tidegate.exchange.ErrorCode} and words for its owner. */
  public record Cause(String code, String message) {}

  public Job {
    requireNonNull(id, "id");
    requireNonNull(tenant, "tenant");
    requireNonNull(operation, "operation");
    requireNonNull(model, "model");
    requireNonNull(priority, "priority");
    requireNonNull(state, "state");
    requireNonNull(times, "times");
  }
}
