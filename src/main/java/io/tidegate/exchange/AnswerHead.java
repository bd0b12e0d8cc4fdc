package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

/**
 * What is known of an answer before its first event.
 *
 * @param status the HTTP status, 200 or a node's verdict on the caller's mistake
 * @param contentType the media type of the events
 * @param node the name of the node that answers
 * @param attempts how many attempts were made, this one included
 * @param firstContent nanoseconds from the start of this attempt to its first content
 * @param fallback the model that answers in place of the one the client named, or null
 * @param nodesModel what the node calls its model, or null if it does not say, or answers no more
 * @param stored where the cache had it, or null if the node answers now
 * @param nodeRequestId what the node calls the request in its own logs, or null if it did not say
 */
public record AnswerHead(
    int status,
    String contentType,
    String node,
    int attempts,
    long firstContent,
    String fallback,
    String nodesModel,
    Stored stored,
    String nodeRequestId) {

  /** The media type of a stream of events. */
  public static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

  /** The media type of a plain answer. */
  public static final String JSON = "application/json";

  public AnswerHead {
    requireNonNull(contentType, "contentType");
    requireNonNull(node, "node");
  }

  /** The head of an answer that a node gives now by the model the client named. */
  public AnswerHead(int status, String contentType, String node, int attempts, long firstContent) {
    this(status, contentType, node, attempts, firstContent, null, null, null, null);
  }

  /** The same head, of an answer by {@code model} if that is not the one the client named. */
  public AnswerHead by(String model) {
    return new AnswerHead(
        status,
        contentType,
        node,
        attempts,
        firstContent,
        model,
        nodesModel,
        stored,
        nodeRequestId);
  }

  /** The same head, of an answer that the cache had where {@code at} says. */
  public AnswerHead from(Stored at) {
    return new AnswerHead(
        status, contentType, node, attempts, firstContent, fallback, nodesModel, at, nodeRequestId);
  }

  /** The same head, of a node that calls the request {@code id} in its own logs; null if unsaid. */
  public AnswerHead knownAs(String id) {
    return new AnswerHead(
        status, contentType, node, attempts, firstContent, fallback, nodesModel, stored, id);
  }
}
