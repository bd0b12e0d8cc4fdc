package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How one attempt at a node ended: what the balancer, the metrics and the client learn from it.
 *
 * @param kind the one word
 * @param failure what the client is told if no other attempt follows; null only when completed
 * @param delivered whether content had been passed on, after which nothing may be retried
 * @param notBefore how long the node asked to be left alone, or null
 * @param timings when things happened
 * @param status the HTTP status the node gave, openly or in an error under a 200; 0 when none
 * @param usage the tokens the node reported
 */
public record Outcome(
    Kind kind,
    Failure failure,
    boolean delivered,
    Duration notBefore,
    Timings timings,
    int status,
    Usage usage) {

  /** The verdict on an attempt. */
  public enum Kind {
    /** The node did its work, which includes refusing a request that is the caller's mistake. */
    COMPLETED,
    /** The node is healthy but full. */
    BUSY,
    /** The node, or the way to it, is broken. */
    FAILED,
    /** The node refused the gateway's own credentials, or its account is empty. */
    REJECTED,
    /** A watchdog ended the attempt. */
    TIMED_OUT,
    /** The client left, or the gateway is stopping; says nothing about the node. */
    CANCELLED;

    /** The value of the metric label {@code outcome}. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Spans of one attempt in nanoseconds from its start.
   *
   * @param firstContent until the first content, or -1 when none came
   * @param total until the end
   */
  public record Timings(long firstContent, long total) {}

  public Outcome {
    requireNonNull(kind, "kind");
    requireNonNull(timings, "timings");
    requireNonNull(usage, "usage");
    if (failure == null && kind != Kind.COMPLETED) {
      throw new IllegalArgumentException("an outcome of kind " + kind + " needs a failure");
    }
  }

  /** An outcome of which no status and no tokens are known. */
  public Outcome(
      Kind kind, Failure failure, boolean delivered, Duration notBefore, Timings timings) {
    this(kind, failure, delivered, notBefore, timings, 0, Usage.NONE);
  }

  /** Whether another node may still serve the call. */
  public boolean retryable() {
    return !delivered
        && switch (kind) {
          case COMPLETED, CANCELLED -> false;
          case BUSY, FAILED, REJECTED, TIMED_OUT -> true;
        };
  }
}
