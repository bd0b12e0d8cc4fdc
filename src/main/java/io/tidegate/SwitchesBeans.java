package io.tidegate;

import io.tidegate.cache.AnswerCache;
import io.tidegate.cache.answer.Lenience;
import io.tidegate.cache.tiers.SharedNotes;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.routing.balancing.Strategies;
import io.tidegate.routing.balancing.Strategy;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.TierRule;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.switches.SwitchName;
import io.tidegate.switches.SwitchState;
import io.tidegate.switches.Switches;
import io.tidegate.switches.SwitchesConfig;
import io.tidegate.tenants.TenantDirectory;
import io.tidegate.work.Duty;
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
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Wires the switches to what they turn, and to the other servers. */
@ApplicationScoped
public class SwitchesBeans {

  /** So often each server reads what others have done; a switch is to be everywhere in 2 s. */
  private static final int READING_MILLIS = 250;

  @Inject private Pools pools;

  private ScheduledFuture<?> reading;

  @Produces
  @Singleton
  Switches switches(
      Settings settings, TenantDirectory tenants, InstantSource wall, Metrics metrics) {
    SwitchesConfig config =
        SwitchesConfig.from(
            settings,
            Arrays.stream(Strategy.values()).map(Strategy::label).toList(),
            tenants::names);
    Switches switches = new Switches(config, wall);
    for (SwitchName name : SwitchName.values()) {
      metrics.gauge(Metric.SWITCH_ON, () -> switches.state().is(name) ? 1 : 0, name.label());
    }
    return switches;
  }

  /** After the cache's, whose store holds the notes. */
  void start(
      @Observes @Priority(Interceptor.Priority.APPLICATION + 200) SettingsRead event,
      Switches switches,
      SharedNotes notes,
      Heartbeat beat) {
    beat.each(switches::tick);
    Runnable exchange = new GuardedDuty("switches were not shared", () -> switches.exchange(notes));
    Duty now = new Duty(pools.of(PoolName.CACHE), exchange);
    switches.onChange(state -> now.begin());
    reading =
        pools
            .timed(PoolName.CACHE)
            .scheduleWithFixedDelay(now::begin, 0, READING_MILLIS, TimeUnit.MILLISECONDS);
  }

  void turn(
      @Observes SettingsRead event,
      Switches switches,
      Strategies strategies,
      Pool pool,
      AnswerCache cache) {
    switches.onChange(
        state -> {
          strategies.pin(state.value(SwitchName.STRATEGY).flatMap(Strategy::named).orElse(null));
          pool.prefer(TierRule.named(state.value(SwitchName.PUBLIC_TIER).orElse("")));
          cache.relax(lenience(state));
        });
  }

  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER - 2) Shutdown event) {
    Optional.ofNullable(reading).ifPresent(beats -> beats.cancel(false));
  }

  private static Lenience lenience(SwitchState state) {
    Lenience lenience =
        new Lenience(
            state.brownout().stale(),
            state.cacheLifetime().factor(),
            state.cacheLifetime().atLeast().toMillis());
    return lenience.equals(Lenience.NONE) ? Lenience.NONE : lenience;
  }
}
