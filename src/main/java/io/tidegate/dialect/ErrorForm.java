package io.tidegate.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.ErrorEnvelope;
import io.tidegate.exchange.Failure;

/** How a dialect tells of errors: in OpenAI's object where it says nothing else. Thread-safe. */
public interface ErrorForm {

  /** The HTTP status of {@code failure}. */
  default int status(Failure failure) {
    return failure.code().status();
  }

  /** {@code failure} as a body; the request id is left out when null. */
  default byte[] of(Failure failure, String requestId) {
    return ErrorEnvelope.of(failure, requestId);
  }

  /**
   * A node's refusal of the request as a body, its message word for word.
   *
   * @param said the members of its error object; may lack any, and must not be changed
   * @param status the status under which it is passed on
   */
  default byte[] ofNode(ObjectNode said, int status, String requestId) {
    // The node's own members are all there is: no id of ours is put among them.
    return ErrorEnvelope.ofNode(said);
  }

  /** What of {@code event}, which the client was sent, its last words depend on, or null. */
  default byte[] kept(byte[] event) {
    return null;
  }

  /**
   * The last words of a stream that broke: whole events.
   *
   * @param first what is {@link #kept} of the first event that the client was sent, or null
   * @param last the same of the last one, or null
   */
  byte[] event(Failure failure, String requestId, byte[] first, byte[] last);

  /** A node's refusal, a {@code body} already, as the only event of a stream. */
  byte[] asEvent(byte[] body);
}
