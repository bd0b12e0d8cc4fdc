package io.tidegate.dialect.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.ErrorForm;
import io.tidegate.exchange.ErrorEnvelope;
import io.tidegate.exchange.Failure;

/** OpenAI's errors. */
final class ChatErrors implements ErrorForm {

  @Override
  public int status(Failure failure) {
    return failure.code().status();
  }

  @Override
  public byte[] of(Failure failure, String requestId) {
    return ErrorEnvelope.of(failure, requestId);
  }

  /** The node's own members are all there is: no id of ours is put among them. */
  @Override
  public byte[] ofNode(ObjectNode said, int status, String requestId) {
    return ErrorEnvelope.ofNode(said);
  }

  @Override
  public byte[] event(Failure failure, String requestId, byte[] first, byte[] last) {
    return ErrorEnvelope.event(failure, requestId);
  }

  @Override
  public byte[] asEvent(byte[] body) {
    return ErrorEnvelope.asEvent(body);
  }
}
