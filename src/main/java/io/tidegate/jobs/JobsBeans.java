package io.tidegate.jobs;

import io.tidegate.Gateway;
import io.tidegate.GatewayBeat;
import io.tidegate.GatewayConfig;
import io.tidegate.exchange.Questions;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.store.Ids;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.Outbox;
import io.tidegate.store.Relay;
import io.tidegate.tracing.Tracing;
import io.tidegate.webhooks.LostNotices;
import io.tidegate.webhooks.Targets;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Wires jobs to the database, the broker and the gateway. */
@ApplicationScoped
public class JobsBeans {

  /** A server that starts again is another one: it knows nothing of the claims it had before. */
  private final String name = UUID.randomUUID().toString();

  @Inject private Pools pools;

  void start(
      @Observes SettingsRead event,
      JobKeeper keeper,
      JobThreads threads,
      Backlog backlog,
      GatewayBeat beat,
      Metrics metrics) {
    beat.each(() -> keeper.tick(threads.executor()));
    metrics.gauge(Metric.JOBS_QUEUED, backlog::queued);
    metrics.gauge(Metric.JOBS_RUNNING, backlog::running);
  }

  @Produces
  @Singleton
  JobsConfig config(Settings settings) {
    return JobsConfig.from(settings);
  }

  @Produces
  @Singleton
  JobThreads threads() {
    return new JobThreads(pools.of(PoolName.JOBS));
  }

  @Produces
  @Singleton
  JobStore store(JpaDatabase database, LostNotices lost) {
    return new JpaJobs(database, lost);
  }

  @Produces
  @Singleton
  JobUpkeep upkeep(JpaDatabase database, LostNotices lost) {
    return new JpaJobUpkeep(database, lost);
  }

  @Produces
  @Singleton
  Watches watches() {
    return new Watches();
  }

  @Produces
  @Singleton
  Backlog backlog(JobsConfig config) {
    return new Backlog(config.maxQueued(), config.maxQueuedOfTenant());
  }

  @Produces
  @Singleton
  Tally tally(Metrics metrics, LongSupplier clock) {
    return new Tally(metrics, clock);
  }

  @Produces
  @Singleton
  Commits commits(JobStore store, JobThreads threads, Relay relay) {
    return new Commits(store, threads.executor(), JobsBeans::pause, relay::nudge);
  }

  @Produces
  @Singleton
  JobCalls calls(Questions questions, Tenancy tenancy, LongSupplier clock, GatewayConfig gateway) {
    return new JobCalls(questions, tenancy, clock, gateway.deadline());
  }

  @Produces
  @Singleton
  Asker asker(Gateway gateway, JobsConfig config, Tracing tracing) {
    return new GatewayAsker(gateway::ask, gateway::left, config.maxResult(), tracing);
  }

  @Produces
  @Singleton
  Worker worker(
      JobStore store,
      Commits commits,
      JobCalls calls,
      Asker asker,
      Watches watches,
      Tally tally,
      JobsConfig config,
      RandomGenerator random,
      Gateway gateway,
      MemoryBudget memory,
      InstantSource wall) {
    Judge judge = new Judge(config.maxAttempts(), random);
    return new Worker(
        store,
        new Worker.Tools(commits, calls, asker, judge, watches, tally, memory),
        new Worker.Place(
            config.sessions(),
            name,
            config.leaseTime(),
            gateway::stopping,
            wall,
            JobsBeans::pause));
  }

  @Produces
  @Singleton
  Jobs jobs(
      JobStore store,
      Backlog backlog,
      Watches watches,
      Worker worker,
      Tally tally,
      JobsConfig config,
      Targets targets,
      Relay relay,
      JobThreads threads,
      InstantSource wall,
      RandomGenerator random,
      Ids ids,
      Gateway gateway) {
    Drafts drafts = new Drafts(config.times(), targets::of, () -> ids.next("job_"));
    return new Jobs(
        new Jobs.Parts(store, drafts, backlog, watches, worker, tally, gateway::refusal),
        new Jobs.Broker(relay::full, relay::nudge),
        wall,
        random,
        threads.executor());
  }

  @Produces
  @Singleton
  JobKeeper keeper(
      JobStore store,
      JobUpkeep upkeep,
      Outbox outbox,
      Worker worker,
      Watches watches,
      Backlog backlog,
      Tally tally,
      Relay relay,
      JobsConfig config,
      InstantSource wall) {
    return new JobKeeper(
        new JobKeeper.Charge(store, upkeep, outbox, worker, watches, backlog, tally, relay::nudge),
        config,
        name,
        wall);
  }

  /** On a thread of the broker's client, which has nothing else to do. */
  private static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
