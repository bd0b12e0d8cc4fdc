package io.tidegate.tracing;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.InstantSource;
import java.util.List;

/**
 * Spans of OpenTelemetry.
 *
 * <p>The way into a trace is what the client sent, and never what the server's thread happens to
 * carry: calls go on other threads than those of their requests.
 */
public final class OtelTracing implements Tracing {

  private static final TextMapGetter<Trace> SENT =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Trace sent) {
          return List.of(OtelSpan.PARENT, OtelSpan.STATE);
        }

        @Override
        public String get(Trace sent, String name) {
          return name.equals(OtelSpan.PARENT)
              ? sent.parent()
              : name.equals(OtelSpan.STATE) ? sent.state() : null;
        }
      };

  private final Tracer tracer;
  private final InstantSource wall;

  private OtelTracing(Tracer tracer, InstantSource wall) {
    this.tracer = tracer;
    this.wall = wall;
  }

  /**
   * Tracing by {@code telemetry}; {@link Tracing#OFF} where that is off.
   *
   * @param wall dates what is told of afterwards
   */
  public static Tracing of(OpenTelemetry telemetry, InstantSource wall) {
    requireNonNull(wall, "wall");
    return telemetry.getTracerProvider() == TracerProvider.noop()
        ? OFF
        : new OtelTracing(telemetry.getTracer("io.tidegate"), wall);
  }

  @Override
  public Span begin(Step step, Trace sent) {
    Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), sent, SENT);
    return OtelSpan.begin(tracer, wall, parent, step, 0);
  }
}
