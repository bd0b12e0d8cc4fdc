package io.tidegate.warmup;

import io.tidegate.Gateway;
import io.tidegate.GatewayConfig;
import io.tidegate.cache.AnswerCache;
import io.tidegate.cache.hot.HotKeys;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.cache.tiers.PurgeJournal;
import io.tidegate.cache.tiers.SharedNotes;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Questions;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.switches.Switches;
import io.tidegate.work.Duty;
import io.tidegate.work.Heartbeat;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Wires warm-ups to the gateway, its cache and the other servers. */
@ApplicationScoped
public class WarmupBeans {

  @Inject private Pools pools;

  @Inject private LongSupplier clock;
  @Inject private InstantSource wall;

  void start(
      @Observes SettingsRead event,
      Warmup warmup,
      WarmupControl desk,
      HeapPrefill joining,
      Heartbeat beat,
      Metrics metrics) {
    beat.each(warmup::tick);
    Duty join = new Duty(pools.of(PoolName.WARMUP), joining::tick);
    beat.each(
        () -> {
          if (!joining.over()) {
            join.begin();
          }
        });
    metrics.gauge(Metric.WARMUP_RUNNING, () -> warmup.running() ? 1 : 0);
    metrics.gauge(Metric.WARMUP_OVERDUE, () -> desk.overdue().toSeconds());
    metrics.gauge(
        Metric.WARMUP_NEXT,
        () -> warmup.progress().nextRun().map(Instant::getEpochSecond).orElse(0L));
  }

  @Produces
  @Singleton
  WarmupConfig config(Settings settings) {
    return WarmupConfig.from(settings);
  }

  @Produces
  @Singleton
  WarmupSchedule schedule(WarmupConfig config) {
    return new WarmupSchedule(
        config.enabled() ? config.schedule() : List.of(), ZoneId.systemDefault());
  }

  @Produces
  @Singleton
  HeapPrefill joining(
      AnswerCache cache,
      HotKeys hot,
      SharedNotes notes,
      PurgeJournal journal,
      WarmupConfig config) {
    HeapPrefill.Parts parts = new HeapPrefill.Parts(cache, hot, notes, journal);
    return new HeapPrefill(parts, config.keys(), config.joinTime(), clock);
  }

  @Produces
  @Singleton
  RequestFile file(Questions questions, Gateway gateway) {
    return new RequestFile(questions, gateway::resolve);
  }

  @Produces
  @Singleton
  WarmupCalls calls(
      Questions questions, Owners owners, RandomGenerator random, GatewayConfig gateway) {
    return new WarmupCalls(questions, owners, random, clock, gateway.deadline());
  }

  @Produces
  @Singleton
  Warmup warmup(
      Gateway gateway,
      AnswerCache cache,
      WarmupCalls calls,
      WarmupConfig config,
      WarmupSchedule schedule,
      Switches switches,
      Metrics metrics) {
    Warmup.Parts parts =
        new Warmup.Parts(
            calls,
            (call, model) -> fresh(cache, call, model),
            model ->
                !switches.state().warmupStands() && mayAsk(gateway, model, config.maxSaturation()),
            new GatewayAsker(gateway::ask, gateway::left),
            metrics);
    return new Warmup(parts, config, schedule, clock, wall);
  }

  @Produces
  @Singleton
  WarmupControl desk(
      Warmup warmup,
      WarmupSchedule schedule,
      HotKeys hot,
      SharedNotes notes,
      WarmupConfig config,
      AnswerCache.World world) {
    WarmupControl.Parts parts =
        new WarmupControl.Parts(
            new ClusterTurn(notes, world.server()),
            () -> {
              var unused = hot.publish(notes);
              return hot.everywhere(notes, config.keys());
            },
            pools.of(PoolName.WARMUP));
    return new WarmupControl(warmup, schedule, parts, wall);
  }

  /**
   * A call for a model that nobody serves takes no place: it is refused at once. What another model
   * answers in the place of its own is not kept, and so not asked for.
   */
  private static boolean mayAsk(Gateway gateway, String model, double maxSaturation) {
    return gateway.refuses(model)
        || (gateway.standIn(model).equals(gateway.resolve(model))
            && gateway.spare(model, maxSaturation));
  }

  private static CompletionStage<Long> fresh(AnswerCache cache, Call call, String model) {
    CacheKey key = cache.keyOf(call, model);
    return key == null
        ? CompletableFuture.completedStage(CachedFreshness.NEVER_STORED)
        : cache.freshFor(key);
  }
}
