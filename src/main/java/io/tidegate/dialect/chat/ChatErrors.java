package io.tidegate.dialect.chat;

import io.tidegate.dialect.ErrorForm;
import io.tidegate.exchange.ErrorEnvelope;
import io.tidegate.exchange.Failure;

/** OpenAI's errors. */
final class ChatErrors implements ErrorForm {

  @Override
  public byte[] event(Failure failure, String requestId, byte[] first, byte[] last) {
    return ErrorEnvelope.event(failure, requestId);
  }

  @Override
  public byte[] asEvent(byte[] body) {
    return ErrorEnvelope.asEvent(body);
  }
}
