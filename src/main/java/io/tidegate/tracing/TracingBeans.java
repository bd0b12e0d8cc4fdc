package io.tidegate.tracing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Wires traces. */
@ApplicationScoped
public class TracingBeans {

  @Produces
  @Singleton
  Tracing tracing() {
    return Tracing.OFF;
  }
}
