package io.tidegate.scaling;

import io.tidegate.admission.Admission;
import io.tidegate.cache.AnswerCache;
import io.tidegate.cache.tiers.SharedNotes;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.metrics.Metrics;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.probes.Telemetry;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.shedding.LoadShedder;
import io.tidegate.work.GuardedDuty;
import io.tidegate.work.Heartbeat;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Wires the signals for scaling to the load, and to the other servers. */
@ApplicationScoped
public class ScalingBeans {

  /** Several beats make a second. */
  private static final int BEATS = (int) (TimeUnit.SECONDS.toNanos(1) / Heartbeat.PERIOD);

  private static final int EXCHANGE_SECONDS = 2;

  @Inject private Pools pools;

  private ScheduledFuture<?> exchanging;

  /** After the shared store's start, which the notes may be in. */
  void start(
      @Observes @Priority(Interceptor.Priority.APPLICATION + 200) SettingsRead event,
      Scaling scaling,
      LoadSampler sampler,
      SharedLoads loads,
      Heartbeat beat) {
    beat.every(BEATS, scaling::tick);
    exchanging =
        pools
            .timed(PoolName.CACHE)
            .scheduleWithFixedDelay(
                new GuardedDuty(
                    "the load was not told to the other servers",
                    () -> loads.exchange(sampler.latest())),
                EXCHANGE_SECONDS,
                EXCHANGE_SECONDS,
                TimeUnit.SECONDS);
  }

  /** Before the shared store's. */
  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER - 2) Shutdown event) {
    Optional.ofNullable(exchanging).ifPresent(beats -> beats.cancel(false));
  }

  @Produces
  @Singleton
  LoadSampler sampler(
      Pool pool,
      Admission admission,
      Telemetry telemetry,
      LoadShedder shedder,
      MemoryBudget memory,
      LongSupplier clock) {
    return new LoadSampler(
        new LoadSampler.Parts(pool, admission, telemetry, shedder, memory), processors(), clock);
  }

  @Produces
  @Singleton
  SharedLoads loads(SharedNotes notes, AnswerCache.World world, InstantSource wall) {
    return new SharedLoads(notes, world.server(), wall);
  }

  @Produces
  @Singleton
  Scaling scaling(
      Settings settings,
      LoadSampler sampler,
      SharedLoads loads,
      LongSupplier clock,
      Metrics metrics) {
    return new Scaling(
        ScalingConfig.from(settings), sampler::sample, loads::others, clock, metrics);
  }

  private static DoubleSupplier processors() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.OperatingSystemMXBean process
        ? process::getProcessCpuLoad
        : () -> -1;
  }
}
