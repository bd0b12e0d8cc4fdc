package io.tidegate.upstream.reading;

import static io.tidegate.exchange.ErrorCode.GATEWAY_OVERLOADED;
import static io.tidegate.exchange.ErrorCode.UPSTREAM_BUSY;
import static io.tidegate.exchange.ErrorCode.UPSTREAM_FAILED;
import static io.tidegate.exchange.ErrorCode.UPSTREAM_TIMEOUT;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Outcome.Refuser;

/**
 * The classifier: what a node's status says about node and caller.
 *
 * <p>Nodes are judged by status and not by their {@code code}, which says little: DeepSeek gives a
 * wrong key and an empty account the same one.
 *
 * @param kind how the attempt ended
 * @param failure what to tell the client, or null when the node's own words are for the caller
 * @param refuser who does not take this one call, or null
 */
public record Verdict(Kind kind, Failure failure, Refuser refuser) {

  static final Failure BUSY =
      Failure.of(UPSTREAM_BUSY, "All nodes for this model are busy at the moment.");
  public static final Failure BROKEN =
      Failure.of(UPSTREAM_FAILED, "The node broke off before its answer was complete.");
  public static final Failure NOT_AN_ANSWER =
      Failure.of(UPSTREAM_FAILED, "The node sent something that is not an answer.");
  public static final Failure OTHER_FORM =
      Failure.of(
          UPSTREAM_FAILED,
          "The node answered in another form (plain or streamed) than it was asked for, and its"
              + " answer cannot be turned into the other.");
  public static final Failure MISCODED =
      Failure.of(
          UPSTREAM_FAILED,
          "The node sent its answer in a content coding that is neither gzip nor deflate.");
  public static final Failure UNREACHABLE =
      Failure.of(UPSTREAM_FAILED, "The node could not be reached.");
  public static final Failure NOT_ASKED =
      Failure.of(
          GATEWAY_OVERLOADED,
          "The gateway has no thread to look a node's name up. Try again in a moment.");
  public static final Failure NO_CONTENT =
      Failure.of(UPSTREAM_TIMEOUT, "The node sent no content in time.");
  public static final Failure STALLED =
      Failure.of(UPSTREAM_TIMEOUT, "The node stopped in the midst of its answer.");

  private static final int FAILED_DEPENDENCY = 424;

  private static final Failure ERROR = Failure.of(UPSTREAM_FAILED, "The node failed to answer.");
  private static final Failure UNSUPPORTED =
      Failure.of(UPSTREAM_FAILED, "No node does this for this model.");
  private static final Failure REFUSED = Failure.of(UPSTREAM_FAILED, "No node takes this call.");
  private static final Failure REJECTED =
      Failure.of(UPSTREAM_FAILED, "No node accepts the gateway's own credentials at the moment.");

  /** A verdict that is about more than one call. */
  public Verdict(Kind kind, Failure failure) {
    this(kind, failure, null);
  }

  /** The failure of a node that sends {@code what} of more than {@code limit} bytes. */
  public static Failure tooLarge(String what, int limit, String setting) {
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

  /** Whether a reply of {@code status} leads elsewhere, where nothing of ours follows. */
  public static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /** What a redirect of {@code status} is called, and what is to be done about it. */
  public static String redirect(int status) {
    return "a redirect (" + status + "); its url setting must lead to the API itself";
  }

  /**
   * The same verdict on an error that comes behind content, where no refusal can take the answer's
   * place: one that may be about the request ends the answer in the node's words. It is held
   * against the node as little as before content, unless the node says that it lacks what it has
   * begun to do.
   *
   * @param words what the node says is wrong, or null
   */
  public Verdict behindContent(String words) {
    return switch (kind) {
      case COMPLETED -> new Verdict(Kind.COMPLETED, brokenOff(words));
      case UNSUPPORTED ->
          new Verdict(refuser == null ? Kind.FAILED : Kind.COMPLETED, brokenOff(words), refuser);
      case BUSY, FAILED, UNREACHABLE, REJECTED, TIMED_OUT, CANCELLED -> this;
    };
  }

  private static Failure brokenOff(String words) {
    return words == null ? BROKEN : Failure.of(UPSTREAM_FAILED, words);
  }

  /** The verdict on {@code error}, which is of {@code status}. */
  public static Verdict of(int status, NodeError error) {
    if (status == FAILED_DEPENDENCY && error.ofTools()) {
      return new Verdict(Kind.COMPLETED, null);
    }
    Refuser refuser = CallRefusals.refuser(status, error);
    return refuser == null ? ofStatus(status) : new Verdict(Kind.UNSUPPORTED, REFUSED, refuser);
  }

  /** The verdict on an error of {@code status}. */
  public static Verdict ofStatus(int status) {
    return switch (status) {
      case 401, 402 -> new Verdict(Kind.REJECTED, REJECTED);
      // A path or a model that this node lacks, or a firewall before it that minds the request.
      case 403, 404, 405, 410, 501 -> new Verdict(Kind.UNSUPPORTED, UNSUPPORTED);
      // What is too large for this node, or for a proxy before it, may not be for another.
      case 413 -> new Verdict(Kind.UNSUPPORTED, REFUSED, Refuser.NODE);
      case 408, 425, 429, 503, 529 -> new Verdict(Kind.BUSY, BUSY);
      // What text-generation-inference says when its engine fails in the midst of a request.
      case FAILED_DEPENDENCY -> new Verdict(Kind.FAILED, ERROR);
      default ->
          status >= 400 && status < 500
              ? new Verdict(Kind.COMPLETED, null)
              : new Verdict(Kind.FAILED, isRedirect(status) ? misled(status) : ERROR);
    };
  }

  private static Failure misled(int status) {
    return Failure.of(UPSTREAM_FAILED, "The node answered with " + redirect(status) + ".");
  }
}
