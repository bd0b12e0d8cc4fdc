package io.tidegate.routing;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.tracing.Span;
import io.tidegate.tracing.SpanAttributes;
import io.tidegate.tracing.Step;

/** Says in the spans of attempts where they went, and how they ended. */
final class AttemptSpan {

  private static final int FIRST_ERROR = 400;

  private AttemptSpan() {}

  /** The span of an attempt of {@code call} that begins, {@code beside} another or not. */
  static Span begin(Call call, Place place, int number, boolean beside) {
    NodeSpec node = place.node().spec();
    return call.span()
        .child(Step.ATTEMPT)
        .set(SpanAttributes.ATTEMPT, number)
        .set(SpanAttributes.CAUSE, number == 1 ? "first" : beside ? "hedge" : "retry")
        .set(SpanAttributes.NODE, node.name())
        .set(SpanAttributes.TIER, node.tier().label())
        .set(SpanAttributes.REGION, node.region().isEmpty() ? null : node.region())
        .set(SpanAttributes.OPERATION, call.operation().metricName())
        .set(SpanAttributes.MODEL, place.node().own(place.model()));
  }

  static void end(Span span, Outcome outcome) {
    span.set(SpanAttributes.OUTCOME, outcome.kind().label())
        .set(SpanAttributes.STATUS, outcome.status() == 0 ? -1 : outcome.status())
        .set(SpanAttributes.INPUT_TOKENS, outcome.usage().input())
        .set(SpanAttributes.OUTPUT_TOKENS, outcome.usage().output())
        .time(SpanAttributes.FIRST_CONTENT, outcome.timings().firstContent());
    if (outcome.status() >= FIRST_ERROR) {
      span.failed(Integer.toString(outcome.status()));
    } else if (outcome.kind() != Kind.COMPLETED && outcome.kind() != Kind.CANCELLED) {
      span.failed(outcome.kind().label());
    }
    span.end();
  }
}
