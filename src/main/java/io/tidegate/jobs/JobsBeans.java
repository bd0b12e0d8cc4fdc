package io.tidegate.jobs;

import io.tidegate.Gateway;
import io.tidegate.GatewayConfig;
import io.tidegate.collect.AnswerCollector;
import io.tidegate.collect.GatewayCollector;
import io.tidegate.exchange.Questions;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.sealing.Sealing;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.store.Ids;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.Outbox;
import io.tidegate.store.OutboxRelay;
import io.tidegate.tenants.TenantDirectory;
import io.tidegate.tracing.Tracing;
import io.tidegate.webhooks.LostWebhookEvents;
import io.tidegate.webhooks.Receivers;
import io.tidegate.work.Heartbeat;
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
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Wires jobs to the database, the broker and the gateway. */
@ApplicationScoped
public class JobsBeans {

  /** A server that starts again is another one: it knows nothing of the claims it had before. */
  private final String name = UUID.randomUUID().toString();

  @Produces @Singleton private final JobListeners watches = new JobListeners();

  @Inject private Pools pools;

  void start(
      @Observes SettingsRead event,
      JobMaintenance keeper,
      JobBacklog backlog,
      Heartbeat beat,
      Metrics metrics) {
    beat.each(keeper::tick);
    metrics.gauge(Metric.JOBS_QUEUED, backlog::queued);
    metrics.gauge(Metric.JOBS_RUNNING, backlog::running);
    metrics.gauge(Metric.JOBS_BYTES, backlog::bytes);
  }

  @Produces
  @Singleton
  JobsConfig config(Settings settings) {
    return JobsConfig.from(settings);
  }

  @Produces
  @Singleton
  JobStore store(JpaDatabase database, LostWebhookEvents lost, Sealing sealing) {
    return new SealedJobs(new JpaJobs(database, lost), sealing);
  }

  @Produces
  @Singleton
  JobMaintenanceStore upkeep(JpaDatabase database, LostWebhookEvents lost) {
    return new JpaJobMaintenance(database, lost);
  }

  @Produces
  @Singleton
  JobBacklog backlog(JobsConfig config, TenantDirectory tenants) {
    BooleanSupplier alone = () -> tenants.names().size() < 2;
    return new JobBacklog(
        new JobRoom(config.maxQueued(), config.maxQueuedOfTenant(), alone),
        new JobRoom(config.maxStored(), 0, alone));
  }

  @Produces
  @Singleton
  JobThroughput tally(Metrics metrics, LongSupplier clock) {
    return new JobThroughput(metrics, clock);
  }

  @Produces
  @Singleton
  PatientCommits commits(JobStore store, OutboxRelay relay) {
    return new PatientCommits(store, pools.of(PoolName.JOBS), JobsBeans::pause, relay::nudge);
  }

  @Produces
  @Singleton
  JobCalls calls(
      Questions questions, TenantTerms tenancy, LongSupplier clock, GatewayConfig gateway) {
    return new JobCalls(questions, tenancy, clock, gateway.deadline());
  }

  @Produces
  @Singleton
  AnswerCollector asker(Gateway gateway, JobsConfig config, Tracing tracing, Pools pools) {
    return new GatewayCollector(
        gateway::ask, gateway::left, config.maxResult(), tracing, pools.of(PoolName.QUESTIONS));
  }

  @Produces
  @Singleton
  Worker worker(
      JobStore store,
      PatientCommits commits,
      JobCalls calls,
      AnswerCollector asker,
      JobThroughput tally,
      JobsConfig config,
      RandomGenerator random,
      Gateway gateway,
      MemoryBudget memory,
      InstantSource wall) {
    JobRetryPolicy judge = new JobRetryPolicy(config.maxAttempts(), random);
    return new Worker(
        store,
        new Worker.Parts(commits, calls, asker, judge, watches, tally, memory),
        new Worker.Setup(
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
      JobBacklog backlog,
      Worker worker,
      JobThroughput tally,
      JobsConfig config,
      Receivers targets,
      OutboxRelay relay,
      InstantSource wall,
      RandomGenerator random,
      Ids ids,
      Gateway gateway) {
    SubmissionChecker drafts =
        new SubmissionChecker(config.times(), targets::of, () -> ids.next("job_"));
    return new Jobs(
        new Jobs.Parts(store, drafts, backlog, watches, worker, tally, gateway::refusal),
        new Jobs.Broker(relay::full, relay::nudge),
        wall,
        random,
        pools.of(PoolName.JOBS));
  }

  @Produces
  @Singleton
  JobMaintenance keeper(
      JobStore store,
      JobMaintenanceStore upkeep,
      Outbox outbox,
      Worker worker,
      JobBacklog backlog,
      JobThroughput tally,
      OutboxRelay relay,
      JobsConfig config,
      InstantSource wall) {
    return new JobMaintenance(
        new JobMaintenance.Parts(
            store,
            upkeep,
            outbox,
            worker,
            watches,
            backlog,
            tally,
            relay::nudge,
            pools.of(PoolName.JOBS)),
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
