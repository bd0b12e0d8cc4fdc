package io.tidegate.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.ErrorEnvelope;
import io.tidegate.exchange.Failure;

/** The form in which an answer's body is sent, and what may be said in it besides. */
public enum BodyForm {

  /** Of a length that is told before: its status says how the call went. */
  WHOLE(""),

  /** Events. A comment keeps it open, and no blank line follows, which would end an event. */
  STREAM(": keep-alive\n"),

  /** JSON behind line feeds, which keep it open while a node has only begun to reply. */
  LATE("\n");

  private final String heartbeat;

  BodyForm(String heartbeat) {
    this.heartbeat = heartbeat;
  }

  /** What keeps a silent body open. */
  public byte[] heartbeat() {
    return heartbeat.getBytes(US_ASCII);
  }

  /** Whether the status was sent before the end was known, so that it says nothing of it. */
  public boolean open() {
    return this != WHOLE;
  }

  /** Whether {@code head} is of a refusal, though a success was announced. */
  public boolean belies(AnswerHead head) {
    return switch (this) {
      case WHOLE -> false;
      case STREAM -> head.contentType().equals(AnswerHead.JSON);
      case LATE -> head.status() != 200;
    };
  }

  /** A node's refusal, which is JSON. */
  public byte[] refusal(byte[] json) {
    return this == STREAM ? ErrorEnvelope.asEvent(json) : json;
  }

  /** The last words of a call that failed. */
  public byte[] failure(Failure failure, String requestId) {
    return this == STREAM
        ? ErrorEnvelope.event(failure, requestId)
        : ErrorEnvelope.of(failure, requestId);
  }
}
