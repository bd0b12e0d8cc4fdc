package io.tidegate.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tidegate.dialect.Dialect;
import io.tidegate.exchange.AnswerHead;

/** The form in which an answer's body is sent, and what may be said in it besides. */
public enum BodyForm {

  /** Of a length that is told before: its status says how the call went. */
  WHOLE,

  /** Events. */
  STREAM,

  /** JSON behind line feeds, which keep it open while a node has only begun to reply. */
  LATE;

  /** What keeps a silent body of {@code dialect} open. */
  public byte[] heartbeat(Dialect dialect) {
    return switch (this) {
      case WHOLE -> new byte[0];
      case STREAM -> dialect.heartbeat();
      case LATE -> "\n".getBytes(US_ASCII);
    };
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

  /** A node's refusal, which is JSON, in {@code dialect}. */
  public byte[] refusal(byte[] json, Dialect dialect) {
    return this == STREAM ? dialect.errors().asEvent(json) : json;
  }
}
