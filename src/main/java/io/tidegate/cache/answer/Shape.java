package io.tidegate.cache.answer;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;

/** The forms in which one answer can be asked for. */
public enum Shape {
  /** One JSON body. */
  PLAIN,
  /** A stream of events that need not tell the tokens used. */
  STREAM,
  /** A stream of events that ends with the tokens used. */
  STREAM_WITH_USAGE;

  /** The shape that {@code call} asks for. */
  public static Shape of(Call call) {
    if (!call.stream()) {
      return PLAIN;
    }
    return call.request().facts().usage() ? STREAM_WITH_USAGE : STREAM;
  }

  String contentType() {
    return this == PLAIN ? AnswerHead.JSON : AnswerHead.EVENT_STREAM;
  }
}
