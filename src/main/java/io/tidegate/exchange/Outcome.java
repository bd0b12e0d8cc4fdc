package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How one attempt at a node ended: what the balancer, the metrics and the client learn from it.
 *
 * @param kind the one word
 * @param failure what the client is told if no other attempt follows; null only when completed, and
 *     not even then if the node refused the request in the midst of its answer
 * @param delivered whether content had been passed on, after which nothing may be retried
 * @param notBefore how long the node asked to be left alone, or null
 * @param timings when things happened
 * @param status the HTTP status the node gave or, if its error stands for another, that; 0 when
 *     none
 * @param usage the tokens the node reported
 * @param words what the node said is wrong, for the caller's eyes, or null when it said nothing
 * @param seen the tokens that are known where none were reported at the end: those told before, and
 *     one of the answer for each piece of it that came
 * @param refuser who does not take this call, though perhaps others of its kind; or null
 */
public record Outcome(
    Kind kind,
    Failure failure,
    boolean delivered,
    Duration notBefore,
    Timings timings,
    int status,
    Usage usage,
    ErrorText words,
    Usage seen,
    Refuser refuser) {

  /** The verdict on an attempt. */
  public enum Kind {
    /** The node did its work, which includes refusing a request that is the caller's mistake. */
    COMPLETED,
    /** The node is healthy but full. */
    BUSY,
    /** The node broke, or broke off, at this call: it is broken, or the call breaks nodes. */
    FAILED,
    /** No connection to the node could be opened, which no call can be the cause of. */
    UNREACHABLE,
    /**
     * The node does not do that, or not for that model: it may for others, and others may do it.
     */
    UNSUPPORTED,
    /** The node refused the gateway's own credentials, or its account is empty. */
    REJECTED,
    /** A watchdog ended the attempt. */
    TIMED_OUT,
    /**
     * The client left, or the gateway is stopping or lacks what the attempt needs; says nothing
     * about the node.
     */
    CANCELLED;

    /** The value of the metric label {@code outcome}. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Who refuses one call: it says nothing of other calls, and others may take it. */
  public enum Refuser {
    /** The node: other nodes of its account are worth a try. */
    NODE,
    /** The account on which the call would run, at whichever of its nodes. */
    ACCOUNT
  }

  /**
   * Spans of one attempt in nanoseconds from its start.
   *
   * @param firstContent until the first content, or -1 when none came
   * @param total until the end
   */
  public record Timings(long firstContent, long total) {}

  /**
   * A node's own words about a failure, without any credential.
   *
   * @param message the message in them, or null
   * @param json the whole of them as an error object
   */
  public record ErrorText(String message, String json) {

    public ErrorText {
      requireNonNull(json, "json");
    }

    @Override
    public String toString() {
      return "ErrorText";
    }
  }

  public Outcome {
    requireNonNull(kind, "kind");
    requireNonNull(timings, "timings");
    requireNonNull(usage, "usage");
    requireNonNull(seen, "seen");
    if (failure == null && kind != Kind.COMPLETED) {
      throw new IllegalArgumentException("an outcome of kind " + kind + " needs a failure");
    }
  }

  /** An outcome of which no status and no tokens are known. */
  public Outcome(
      Kind kind, Failure failure, boolean delivered, Duration notBefore, Timings timings) {
    this(kind, failure, delivered, notBefore, timings, 0, Usage.NONE, null, Usage.NONE);
  }

  /** An outcome that is no refusal of this one call. */
  public Outcome(
      Kind kind,
      Failure failure,
      boolean delivered,
      Duration notBefore,
      Timings timings,
      int status,
      Usage usage,
      ErrorText words,
      Usage seen) {
    this(kind, failure, delivered, notBefore, timings, status, usage, words, seen, null);
  }

  /**
   * The same outcome, of a node that gave the status {@code gave}, reported {@code used}, and no
   * words.
   */
  public Outcome told(int gave, Usage used) {
    return new Outcome(
        kind, failure, delivered, notBefore, timings, gave, used, null, used, refuser);
  }

  /** The same outcome, by which {@code who} does not take this one call; null is nobody. */
  public Outcome refusedBy(Refuser who) {
    // Of each attempt this is asked, and of hardly any is it another.
    return who == refuser
        ? this
        : new Outcome(
            kind, failure, delivered, notBefore, timings, status, usage, words, seen, who);
  }

  /** Whether the call or the node is at fault, and which of them cannot be told from this alone. */
  public boolean accuses() {
    return switch (kind) {
      case FAILED, UNSUPPORTED -> true;
      // A call that ran out of its own time says nothing.
      case TIMED_OUT -> failure.code() == ErrorCode.UPSTREAM_TIMEOUT;
      case COMPLETED, BUSY, UNREACHABLE, REJECTED, CANCELLED -> false;
    };
  }

  /** Whether the node had begun to answer when it refused the request. */
  public boolean refusedMidway() {
    return kind == Kind.COMPLETED && failure != null;
  }

  /** Whether another node may still serve the call. */
  public boolean retryable() {
    return !delivered
        && switch (kind) {
          case COMPLETED -> false;
          // What the gateway lacks for this node it may have, or not need, for another.
          case CANCELLED -> failure.code() == ErrorCode.GATEWAY_OVERLOADED;
          case BUSY, FAILED, UNREACHABLE, UNSUPPORTED, REJECTED, TIMED_OUT -> true;
        };
  }
}
