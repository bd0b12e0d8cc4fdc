package io.tidegate.exchange;

import io.tidegate.tracing.Span;
import io.tidegate.tracing.SpanAttributes;

/** Says in the span of a call how the call ended, whoever made it. */
public final class CallSpan {

  /** The longest name of a model that is told, in characters; clients may send thousands. */
  private static final int LONGEST_MODEL = 200;

  private CallSpan() {}

  /**
   * The span of {@code call} with all that is known of its end, for the caller to end.
   *
   * @param head the head of its answer, or null if there was none
   * @param usage the tokens reported for its answer
   * @param failure why there was no whole answer, or null
   */
  public static Span ended(Call call, AnswerHead head, Usage usage, Failure failure) {
    Span span = call.span();
    span.set(SpanAttributes.REQUEST, call.id())
        .set(SpanAttributes.TENANT, call.tenant().value())
        .set(SpanAttributes.OPERATION, call.operation().metricName())
        .set(SpanAttributes.INPUT_TOKENS, usage.input())
        .set(SpanAttributes.OUTPUT_TOKENS, usage.output());
    if (head != null) {
      // Only then somebody serves it, by that name or another: what else clients name may be
      // anything.
      span.set(SpanAttributes.MODEL, shortened(call.model()))
          .set(SpanAttributes.NODE, head.node())
          .set(SpanAttributes.ATTEMPTS, head.attempts())
          .set(SpanAttributes.STATUS, head.status());
    }
    boolean failed = failure != null && failure.code() != ErrorCode.CLIENT_CLOSED;
    return failed ? span.failed(failure.code().code()) : span;
  }

  private static String shortened(String model) {
    return model.length() <= LONGEST_MODEL ? model : model.substring(0, LONGEST_MODEL);
  }
}
