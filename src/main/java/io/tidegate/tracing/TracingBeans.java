package io.tidegate.tracing;

import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Wires traces to the server's OpenTelemetry. */
@ApplicationScoped
public class TracingBeans {

  @Produces
  @Singleton
  Tracing tracing(OpenTelemetry telemetry, InstantSource wall) {
    return OtelTracing.of(telemetry, wall);
  }
}
