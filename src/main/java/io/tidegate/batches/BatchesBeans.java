package io.tidegate.batches;

import io.tidegate.Gateway;
import io.tidegate.GatewayConfig;
import io.tidegate.batches.lines.Validation;
import io.tidegate.batches.rows.JpaBatchMaintenance;
import io.tidegate.batches.rows.JpaBatches;
import io.tidegate.batches.rows.JpaSlices;
import io.tidegate.batches.rows.JpaSteps;
import io.tidegate.batches.rows.SealedSlices;
import io.tidegate.batches.rows.SealedSteps;
import io.tidegate.batches.steps.EndStep;
import io.tidegate.batches.steps.OwnSteps;
import io.tidegate.batches.steps.Pump;
import io.tidegate.batches.steps.SliceStep;
import io.tidegate.batches.steps.SliceStore;
import io.tidegate.batches.steps.SliceTiming;
import io.tidegate.batches.steps.StepStore;
import io.tidegate.batches.steps.ValidationStep;
import io.tidegate.batches.steps.WorkerClock;
import io.tidegate.collect.AnswerCollector;
import io.tidegate.exchange.Questions;
import io.tidegate.files.BatchFiles;
import io.tidegate.files.Files;
import io.tidegate.files.JpaFileUse;
import io.tidegate.files.StoredBatchFiles;
import io.tidegate.jobs.TenantTerms;
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
import io.tidegate.switches.Switches;
import io.tidegate.webhooks.LostWebhookEvents;
import io.tidegate.webhooks.Receivers;
import io.tidegate.work.Duty;
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
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Wires the batches; a thread of its own looks after them. */
@ApplicationScoped
public class BatchesBeans {

  /** Every two seconds. */
  private static final int BEATS_PER_SWEEP = 20;

  @Inject private Pools pools;

  @Inject private LongSupplier clock;
  @Inject private InstantSource wall;
  @Inject private RandomGenerator random;

  void start(
      @Observes SettingsRead event,
      Pump pump,
      BatchMaintenance keeper,
      Heartbeat beat,
      Metrics metrics) {
    Duty sweep = new Duty(pools.of(PoolName.BATCHES), keeper::sweep);
    beat.each(pump::look);
    beat.every(BEATS_PER_SWEEP, sweep::begin);
    metrics.gauge(Metric.BATCHES_OPEN, keeper::open);
    metrics.gauge(Metric.BATCH_LINES_RUNNING, pump::running);
  }

  /** Before the gateway's, so that slices are given back while the database is still there. */
  void stop(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Shutdown event,
      BatchWorker worker) {
    worker.stop();
  }

  @Produces
  @Singleton
  BatchesConfig config(Settings settings) {
    return BatchesConfig.from(settings);
  }

  @Produces
  @Singleton
  SliceTiming agenda(BatchesConfig config) {
    return new SliceTiming(config.hours().offPeak(), config.reserve(), config.slicesInFlight());
  }

  @Produces
  @Singleton
  JpaFileUse use(JpaDatabase database) {
    return new JpaBatches(database);
  }

  @Produces
  @Singleton
  BatchFiles contents(Files files) {
    return new StoredBatchFiles(files);
  }

  @Produces
  @Singleton
  StepStore steps(
      JpaDatabase database, SliceTiming agenda, LostWebhookEvents lost, Sealing sealing) {
    return new SealedSteps(new JpaSteps(database, agenda, lost), sealing);
  }

  @Produces
  @Singleton
  WorkerClock rhythm(BatchesConfig config) {
    String server = Long.toHexString(random.nextLong());
    return new WorkerClock(server, wall, clock, config.lease(), WorkerClock.Pause.FOR_THE_BELL);
  }

  @Produces
  @Singleton
  Pump pump(
      AnswerCollector asker,
      Gateway gateway,
      BatchesConfig config,
      MemoryBudget memory,
      Switches switches) {
    return new Pump(
        asker,
        new SpareCapacity(
            switches, model -> mayStart(gateway, gateway.resolve(model), config.maxSaturation())),
        config.maxRunning(),
        clock,
        memory);
  }

  @Produces
  @Singleton
  BatchWorker worker(
      StepStore steps,
      BatchFiles contents,
      Questions questions,
      WorkerClock rhythm,
      SliceStep.Parts parts,
      BatchesConfig config,
      OutboxRelay relay) {
    OwnSteps own =
        new OwnSteps(
            steps,
            new ValidationStep(steps, contents, new Validation(questions), rhythm),
            new EndStep(steps, contents, rhythm),
            rhythm);
    return new BatchWorker(own, new SliceStep(parts, rhythm, config.sessions()), relay::nudge);
  }

  @Produces
  @Singleton
  SliceStore slices(JpaDatabase database, SliceTiming agenda, Sealing sealing) {
    return new SealedSlices(new JpaSlices(database, agenda), sealing);
  }

  @Produces
  @Singleton
  SliceStep.Parts parts(
      SliceStore slices,
      BatchFiles contents,
      TenantTerms tenancy,
      Questions questions,
      Pump pump,
      BatchesConfig config,
      GatewayConfig gateway,
      Metrics metrics) {
    return new SliceStep.Parts(
        slices,
        contents,
        tenancy,
        questions,
        pump,
        random,
        config.maxAttempts(),
        gateway.deadline(),
        metrics);
  }

  @Produces
  @Singleton
  Batches batches(
      JpaDatabase database, BatchFiles contents, Receivers targets, Ids ids, BatchesConfig config) {
    Batches.Parts parts =
        new Batches.Parts(new JpaBatches(database), contents, targets::of, wall, ids);
    return new Batches(parts, config.window(), config.maxOpen());
  }

  @Produces
  @Singleton
  BatchMaintenance keeper(
      JpaDatabase database,
      SliceTiming agenda,
      StepStore steps,
      BatchWorker worker,
      Outbox outbox,
      BatchesConfig config) {
    JpaBatchMaintenance upkeep = new JpaBatchMaintenance(database, agenda, steps);
    // While messages wait for the broker, others would only wait with them.
    BooleanSupplier idle = () -> worker.idle() && outbox.backlog(wall.millis()) == 0;
    return new BatchMaintenance(upkeep, idle, wall, config.retention());
  }

  /** A call for a model that nobody serves takes no place: it is refused at once. */
  private static boolean mayStart(Gateway gateway, String model, double maxSaturation) {
    return gateway.refuses(model) || gateway.spare(model, maxSaturation);
  }
}
