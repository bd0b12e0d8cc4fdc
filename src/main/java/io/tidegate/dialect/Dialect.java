package io.tidegate.dialect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.formats.Json;
import io.tidegate.upstream.reading.ChunkFacts;
import java.io.IOException;
import java.util.Set;

/**
 * One API that clients speak and nodes answer: how its requests, its events and their end, and its
 * errors look. Thread-safe.
 */
public interface Dialect {

  /**
   * The request in {@code body}.
   *
   * @throws FailureException that names the field and the rule; no words of the body are in it
   */
  Request parse(byte[] body, Operation operation);

  /** A reader of the events of one stream. */
  EventReader events();

  /** What a whole plain answer says; null when it is no JSON object, nor a list of one error. */
  ChunkFacts answer(byte[] json);

  /**
   * What ends a stream behind its last event: {@code [DONE]} in chat. Nothing where the last event
   * is an end in itself, without which a stream is broken.
   */
  default byte[] streamEnd() {
    return new byte[0];
  }

  /**
   * Whether the type in an event's data is its name, too, by which clients tell events: a node that
   * leaves the name out would have them all dropped.
   */
  default boolean namesEvents() {
    return streamEnd().length == 0;
  }

  /**
   * Whether streams begin with events that nodes may send before they work on the answer, while the
   * call waits in their queue.
   */
  default boolean hasPreamble() {
    return namesEvents();
  }

  /**
   * What keeps a silent stream open, whole lines; sent between two events alone. A comment, where
   * clients know what that is: no blank line follows, which some take for the end of an event.
   */
  default byte[] heartbeat() {
    return ": keep-alive\n".getBytes(US_ASCII);
  }

  /**
   * The stream that makes the answer {@code plain}, with its end.
   *
   * @param usage whether the client wants to be told the tokens used, where that is its choice
   * @throws IOException if it has a form that we do not know
   */
  byte[] streamed(ObjectNode plain, boolean usage) throws IOException;

  /**
   * The plain answer that {@code stream} makes, its comments and signs of life left out.
   *
   * @throws IOException if it is not whole, tells of an error, or has a form that we do not know
   */
  ObjectNode accumulated(byte[] stream) throws IOException;

  /**
   * What is known of the whole stream {@code stream}, so that it may be given again.
   *
   * @throws IOException as {@link #accumulated}
   */
  default Recorded recorded(byte[] stream) throws IOException {
    return new Recorded(accumulated(stream));
  }

  /** Whether {@code plain} is a whole and good answer, which may be given again. */
  boolean complete(ObjectNode plain);

  /**
   * The same of an answer to what has no streams.
   *
   * @throws IOException if it is no JSON object
   */
  default boolean complete(byte[] plain) throws IOException {
    return complete(Json.read(plain));
  }

  /** The outermost members of requests that do not change the answer, nor are repeated in it. */
  Set<String> aside();

  /** What else of a request for {@code operation} no model reads; null if nothing. */
  default Unread unread(Operation operation) {
    return null;
  }

  /** How errors look. */
  ErrorForm errors();
}
