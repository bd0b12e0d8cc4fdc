package io.tidegate.tracing;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A span of OpenTelemetry. */
final class OtelSpan implements Span {

  static final String PARENT = "traceparent";
  static final String STATE = "tracestate";

  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Tracer tracer;
  private final InstantSource wall;
  private final io.opentelemetry.api.trace.Span span;
  private final Context within;

  private OtelSpan(
      Tracer tracer, InstantSource wall, io.opentelemetry.api.trace.Span span, Context parent) {
    this.tracer = tracer;
    this.wall = wall;
    this.span = span;
    this.within = parent.with(span);
  }

  static Span begin(Tracer tracer, InstantSource wall, Context parent, Step step, long ago) {
    SpanBuilder builder =
        tracer.spanBuilder(step.label()).setSpanKind(kind(step)).setParent(parent);
    if (ago > 0) {
      builder.setStartTimestamp(wall.instant().minusNanos(ago));
    }
    return new OtelSpan(tracer, wall, builder.startSpan(), parent);
  }

  private static SpanKind kind(Step step) {
    return switch (step) {
      case CALL -> SpanKind.SERVER;
      case JOB -> SpanKind.CONSUMER;
      case CACHE, QUEUE -> SpanKind.INTERNAL;
      case ATTEMPT -> SpanKind.CLIENT;
    };
  }

  @Override
  public Trace trace() {
    Map<String, String> headers = new HashMap<>();
    W3CTraceContextPropagator.getInstance().inject(within, headers, Map::put);
    return new Trace(headers.get(PARENT), headers.get(STATE));
  }

  @Override
  public Span child(Step step, long ago) {
    return begin(tracer, wall, within, step, ago);
  }

  @Override
  public Span set(String attribute, String value) {
    if (value != null) {
      span.setAttribute(attribute, value);
    }
    return this;
  }

  @Override
  public Span set(String attribute, long value) {
    if (value >= 0) {
      span.setAttribute(attribute, value);
    }
    return this;
  }

  @Override
  public Span time(String attribute, long nanos) {
    if (nanos >= 0) {
      span.setAttribute(attribute, nanos / SECOND);
    }
    return this;
  }

  @Override
  public Span failed(String type) {
    span.setAttribute(SpanAttributes.ERROR, type);
    span.setStatus(StatusCode.ERROR);
    return this;
  }

  @Override
  public void end() {
    span.end();
  }
}
