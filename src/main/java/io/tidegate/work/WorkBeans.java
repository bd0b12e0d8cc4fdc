package io.tidegate.work;

import static java.util.Map.entry;

import io.tidegate.metrics.Metrics;
import io.tidegate.settings.Settings;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Finds the pools that {@code server.xml} declares. */
@ApplicationScoped
public class WorkBeans {

  @Resource(lookup = "concurrent/tidegateFiles")
  private ManagedExecutorService files;

  @Resource(lookup = "concurrent/tidegateUploads")
  private ManagedExecutorService uploads;

  @Resource(lookup = "concurrent/tidegateQuestions")
  private ManagedExecutorService questions;

  @Resource(lookup = "concurrent/tidegateJobs")
  private ManagedExecutorService jobs;

  @Resource(lookup = "concurrent/tidegateBatches")
  private ManagedExecutorService batches;

  @Resource(lookup = "concurrent/tidegateWarmup")
  private ManagedExecutorService warmup;

  @Resource(lookup = "concurrent/tidegateNodeNames")
  private ManagedExecutorService nodeNames;

  @Resource(lookup = "concurrent/tidegateWebhookNames")
  private ManagedExecutorService webhookNames;

  @Resource(lookup = "concurrent/tidegateClockwork")
  private ManagedScheduledExecutorService clockwork;

  @Resource(lookup = "concurrent/tidegateCache")
  private ManagedScheduledExecutorService cache;

  @Resource(lookup = "concurrent/tidegateCluster")
  private ManagedScheduledExecutorService cluster;

  @Resource(lookup = "concurrent/tidegateStore")
  private ManagedScheduledExecutorService store;

  @Resource(lookup = "concurrent/tidegateWebhooks")
  private ManagedScheduledExecutorService webhooks;

  @Resource(lookup = "concurrent/tidegateAlerting")
  private ManagedScheduledExecutorService alerting;

  @Resource(lookup = "concurrent/tidegateFilesClockwork")
  private ManagedScheduledExecutorService filesClockwork;

  @Resource(lookup = "concurrent/tidegateRehearsal")
  private ManagedExecutorService rehearsal;

  @Produces
  @Singleton
  PoolsConfig config(Settings settings) {
    return PoolsConfig.from(settings);
  }

  @Produces
  @Singleton
  Pools pools(PoolsConfig config, Metrics metrics, LongSupplier clock) {
    Map<PoolName, Executor> threads =
        Map.ofEntries(
            entry(PoolName.FILES, files),
            entry(PoolName.UPLOADS, uploads),
            entry(PoolName.QUESTIONS, questions),
            entry(PoolName.JOBS, jobs),
            entry(PoolName.BATCHES, batches),
            entry(PoolName.WARMUP, warmup),
            entry(PoolName.NODE_NAMES, nodeNames),
            entry(PoolName.WEBHOOK_NAMES, webhookNames),
            entry(PoolName.CLOCKWORK, clockwork),
            entry(PoolName.CACHE, cache),
            entry(PoolName.CLUSTER, cluster),
            entry(PoolName.STORE, store),
            entry(PoolName.WEBHOOKS, webhooks),
            entry(PoolName.ALERTING, alerting),
            entry(PoolName.FILES_CLOCKWORK, filesClockwork),
            entry(PoolName.REHEARSAL, rehearsal));
    return new Pools(config, threads, metrics, clock);
  }
}
