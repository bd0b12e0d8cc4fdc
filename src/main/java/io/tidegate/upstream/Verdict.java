package io.tidegate.upstream;

import static io.tidegate.exchange.ErrorCode.UPSTREAM_BUSY;
import static io.tidegate.exchange.ErrorCode.UPSTREAM_FAILED;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome.Kind;

/**
 * The classifier: what a node's status says about node and caller.
 *
 * <p>Nodes are judged by status and not by their {@code code}, which says little: DeepSeek gives a
 * wrong key and an empty account the same one.
 *
 * @param kind how the attempt ended
 * @param failure what to tell the client, or null when the node's own words are for the caller
 */
record Verdict(Kind kind, Failure failure) {

  static final Failure BUSY =
      Failure.of(UPSTREAM_BUSY, "All nodes for this model are busy at the moment.");
  static final Failure BROKEN =
      Failure.of(UPSTREAM_FAILED, "The node broke off before its answer was complete.");
  static final Failure NOT_AN_ANSWER =
      Failure.of(UPSTREAM_FAILED, "The node sent something that is not an answer.");
  static final Failure MISCODED =
      Failure.of(
          UPSTREAM_FAILED,
          "The node sent its answer in a content coding that is neither gzip nor deflate.");
  private static final Failure ERROR = Failure.of(UPSTREAM_FAILED, "The node failed to answer.");
  private static final Failure REJECTED =
      Failure.of(UPSTREAM_FAILED, "No node accepts the gateway's own credentials at the moment.");

  /** The failure of a node that sends {@code what} of more than {@code limit} bytes. */
  static Failure tooLarge(String what, int limit, String setting) {
    return Failure.of(
        UPSTREAM_FAILED,
        "The node sent "
            + what
            + " of more than "
            + limit
            + " bytes, the limit of tidegate.upstream."
            + setting
            + ".");
  }

  /** The verdict on an error of {@code status}. */
  static Verdict ofStatus(int status) {
    return switch (status) {
      case 401, 402 -> new Verdict(Kind.REJECTED, REJECTED);
      // A wrong path or a missing model is the node's fault, and some firewalls answer 403.
      case 403, 404, 405 -> new Verdict(Kind.FAILED, ERROR);
      case 408, 425, 429, 503, 529 -> new Verdict(Kind.BUSY, BUSY);
      default ->
          status >= 400 && status < 500
              ? new Verdict(Kind.COMPLETED, null)
              : new Verdict(Kind.FAILED, ERROR);
    };
  }
}
