package io.tidegate.rehearsal;

import io.tidegate.routing.balancing.Strategies;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Wires rehearsals. */
@ApplicationScoped
public class RehearsalBeans {

  /** Its settings are read with all others: a key that nobody has read by then stops the start. */
  void start(@Observes SettingsRead event, RehearsalConfig config) {}

  @Produces
  @Singleton
  RehearsalConfig config(Settings settings) {
    return RehearsalConfig.from(settings);
  }

  @Produces
  @Singleton
  CallRecorder recorder(RehearsalConfig config, LongSupplier clock) {
    return new CallRecorder(config.recordedCalls(), clock);
  }

  @Produces
  @Singleton
  Rehearsals.World world(
      Pools pools, LongSupplier clock, InstantSource wall, RandomGenerator random) {
    return new Rehearsals.World(pools.of(PoolName.REHEARSAL), clock, wall, random);
  }

  @Produces
  @Singleton
  Rehearsals rehearsals(
      RehearsalConfig config,
      CallRecorder recorder,
      Pool pool,
      Strategies strategies,
      Settings settings,
      Rehearsals.World world) {
    PresentPool present = new PresentPool(pool, recorder.speeds());
    return new Rehearsals(
        new RehearsalReader(new WorkloadReader(recorder), present::nodes, world.random()),
        () -> RehearsalReader.inForce(settings, strategies),
        config.maxTime(),
        world);
  }

  void stop(@Observes Shutdown event, Rehearsals rehearsals) {
    rehearsals.stop();
  }
}
