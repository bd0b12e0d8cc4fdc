package io.tidegate.upstream;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.upstream.wire.Fetched;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The way to the nodes. */
public interface Upstream {

  /** An attempt under way. */
  interface Running {
    /** Ends the attempt now and closes its connection; does nothing after its end. */
    void cancel(Failure why);
  }

  /** Follows an attempt; called on any thread, perhaps under the attempt's own lock. */
  interface Progress {
    /**
     * First content is there, and the attempt is about to write to the answer.
     *
     * @param firstContent nanoseconds since the attempt's start; -1 when the content is the node's
     *     refusal of the request
     * @return whether it may; if not it ends as cancelled, since another attempt was first
     */
    default boolean mayDeliver(long firstContent) {
      return true;
    }

    /** The node works on its answer: more has come of it than a head, comments and blank lines. */
    default void begun() {}

    /** The answer holds, by these marks, what only the account can read that made it. */
    default void encrypted(List<String> marks) {}

    /** The node has begun to reply with a success; nothing of the answer need follow. */
    default void accepted() {}

    /**
     * The node has been silent for longer than the configuration allows.
     *
     * @return whether it is to be left; if not, this is asked again soon, until the call's deadline
     */
    default boolean mayLeave() {
      return false;
    }

    /** The attempt is over; told once. */
    void ended(Outcome outcome);
  }

  /**
   * Starts an attempt; never throws.
   *
   * <p>Nothing is written to the attempt's answer before the node has delivered content. From then
   * on this side is its writer and ends it, too.
   *
   * @param progress told of first content and of the end, perhaps before this returns
   */
  Running start(Attempt attempt, Progress progress);

  /** Asks a node for its models, which also shows whether it is there; fails when it is not. */
  CompletionStage<Probe> probe(NodeAddress target);

  /**
   * Gets a short text, such as a balance or a node's metrics; fails when no reply comes within 10
   * s.
   *
   * @param target the node, whose credential is sent only to its own scheme, host and port
   * @param address the absolute address of the text
   */
  CompletionStage<Fetched> fetch(NodeAddress target, URI address);
}
