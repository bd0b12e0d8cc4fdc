package io.tidegate.cache;

import io.tidegate.cache.answer.CacheConfig;
import io.tidegate.cache.hot.HotKeys;
import io.tidegate.cache.tiers.GuardedTier;
import io.tidegate.cache.tiers.JCacheTier;
import io.tidegate.cache.tiers.LocalNotes;
import io.tidegate.cache.tiers.PurgeJournal;
import io.tidegate.cache.tiers.SharedNotes;
import io.tidegate.cache.tiers.SharedStore;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.metrics.Metrics;
import io.tidegate.sealing.Sealing;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.work.GuardedDuty;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Wires the cache; a thread of its own waits for what the servers share. */
@ApplicationScoped
public class CacheBeans {

  private static final Logger LOG = System.getLogger(CacheBeans.class.getName());
  private static final int READING_MILLIS = 250;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService answering;

  @Inject private Pools pools;

  private ScheduledFuture<?> reading;
  private ScheduledFuture<?> publishing;
  private boolean away;

  @Produces
  @Singleton
  CacheConfig config(Settings settings) {
    return CacheConfig.from(settings);
  }

  @Produces
  @Singleton
  AnswerCache.World world(LongSupplier clock, InstantSource wall, RandomGenerator random) {
    String server = Long.toHexString(new SecureRandom().nextLong());
    return new AnswerCache.World(clock, wall, random, server, answering);
  }

  @Produces
  @Singleton
  @Typed(JCacheTier.class)
  JCacheTier store(SharedStore store, CacheConfig config, Settings settings, Sealing sealing) {
    // The servers' own cluster keeps answers in memory alone; another provider may write to disk.
    boolean elsewhere = SharedStore.from(settings).isPresent();
    return new JCacheTier(store, config, elsewhere ? sealing : Sealing.none(), answering);
  }

  @Produces
  @Singleton
  SharedNotes notes(JCacheTier store) {
    return store.present() ? store : new LocalNotes();
  }

  @Produces
  @Singleton
  PurgeJournal journal(JCacheTier store, CacheConfig config, AnswerCache.World world) {
    return new PurgeJournal(
        store.present() ? store : null,
        config.usable().multipliedBy(2),
        world.wall(),
        world.random());
  }

  @Produces
  @Singleton
  HotKeys hot(AnswerCache.World world, Settings settings, PurgeJournal journal) {
    // Another provider may write to disk what it is given, so that it gets no questions.
    boolean tells = SharedStore.from(settings).isEmpty();
    HotKeys hot =
        new HotKeys(
            world.clock(), world.wall(), world.server(), HotKeys.Limits.DEFAULT.telling(tells));
    journal.onPurge(hot::purge);
    return hot;
  }

  @Produces
  @Singleton
  AnswerCache.Parts parts(
      JCacheTier store,
      GuardedTier guarded,
      PurgeJournal journal,
      HotKeys hot,
      Metrics metrics,
      MemoryBudget memory) {
    return new AnswerCache.Parts(store.present() ? guarded : null, journal, hot, metrics, memory);
  }

  /** After the cluster's, whose member the store needs. */
  void start(
      @Observes @Priority(Interceptor.Priority.APPLICATION + 100) SettingsRead event,
      JCacheTier store,
      PurgeJournal journal,
      HotKeys hot,
      SharedNotes notes) {
    if (store.present()) {
      reading =
          pools
              .timed(PoolName.CACHE)
              .scheduleWithFixedDelay(
                  new GuardedDuty("purges were not read", () -> read(store, journal)),
                  0,
                  READING_MILLIS,
                  TimeUnit.MILLISECONDS);
      publishing =
          pools
              .timed(PoolName.CACHE)
              .scheduleWithFixedDelay(
                  new GuardedDuty(
                      "hot questions were not told to the other servers",
                      () -> publish(hot, notes)),
                  1,
                  1,
                  TimeUnit.MINUTES);
    }
  }

  /**
   * After the gateway's, whose last calls still put answers and give leases back, and before the
   * cluster's, whose member the store has used.
   */
  void stop(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER - 1) Shutdown event,
      JCacheTier store) {
    Optional.ofNullable(reading).ifPresent(beats -> beats.cancel(false));
    Optional.ofNullable(publishing).ifPresent(beats -> beats.cancel(false));
    store.close();
  }

  private void read(JCacheTier store, PurgeJournal journal) {
    try {
      store.open();
      away = false;
      journal.tick();
    } catch (IOException unreachable) {
      // Four times a second until it is there: once is enough.
      if (!away) {
        // The class alone: the provider's own words may hold an address with a password.
        LOG.log(
            Level.WARNING, "the shared cache is not there: {0}", unreachable.getCause().getClass());
      }
      away = true;
    }
  }

  private static void publish(HotKeys hot, SharedNotes notes) {
    var unused = hot.publish(notes);
  }
}
