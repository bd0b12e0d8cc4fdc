package io.tidegate.experiments;

import io.tidegate.metrics.Metrics;
import io.tidegate.work.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Wires experiments to time and figures. */
@ApplicationScoped
public class ExperimentsBeans {

  private static final int BEATS = (int) (TimeUnit.SECONDS.toNanos(1) / Heartbeat.PERIOD);

  @Produces
  @Singleton
  Experiments experiments(
      InstantSource wall, RandomGenerator random, Metrics metrics, Heartbeat beat) {
    Experiments experiments =
        new Experiments(wall, () -> "exp_" + Long.toHexString(random.nextLong()), metrics);
    beat.every(BEATS, experiments::tick);
    return experiments;
  }
}
