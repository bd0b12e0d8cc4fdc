package io.tidegate.api;

import io.tidegate.work.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Live: the clockwork that watches over calls still runs; without it calls could hang. */
@Liveness
@ApplicationScoped
public class LiveCheck implements HealthCheck {

  @Inject private Heartbeat beat;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("tidegate-live").status(beat.recent()).build();
  }
}
