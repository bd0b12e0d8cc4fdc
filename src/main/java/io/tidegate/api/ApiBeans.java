package io.tidegate.api;

import io.tidegate.Gateway;
import io.tidegate.GatewayConfig;
import io.tidegate.api.calls.HttpCompute;
import io.tidegate.api.calls.HttpIntake;
import io.tidegate.api.calls.HttpKnownAnswers;
import io.tidegate.api.calls.HttpLoadShedding;
import io.tidegate.api.calls.HttpQuotas;
import io.tidegate.api.entry.HttpAuthentication;
import io.tidegate.api.entry.HttpCrossOrigins;
import io.tidegate.api.entry.HttpPage;
import io.tidegate.api.entry.HttpTokens;
import io.tidegate.api.entry.RequestIds;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.http.HttpDownload;
import io.tidegate.api.http.HttpErrors;
import io.tidegate.api.http.RetryAdvice;
import io.tidegate.api.jobs.HttpJobs;
import io.tidegate.api.open.AccessLog;
import io.tidegate.api.open.ApiConfig;
import io.tidegate.api.open.CallLedger;
import io.tidegate.api.open.ClientWatch;
import io.tidegate.api.open.OpenAnswers;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Questions;
import io.tidegate.experiments.Experiments;
import io.tidegate.jit.JitStatus;
import io.tidegate.jobs.Jobs;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.quotas.Quotas;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.shedding.LoadShedder;
import io.tidegate.store.DeadLetterAdministration;
import io.tidegate.store.DeadLetters;
import io.tidegate.tenants.Tenants;
import io.tidegate.tracing.Tracing;
import io.tidegate.work.Heartbeat;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Wires the HTTP face. */
@ApplicationScoped
public class ApiBeans {

  private static final Logger LOG = System.getLogger(ApiBeans.class.getName());

  /** About jobs, webhooks and dead letters; each takes the database some milliseconds. */
  private static final int QUESTIONS_WAITING = 256;

  /** Not the jobs' own threads: a crowd that asks must not hold up the renewal of claims. */
  @Inject private Pools pools;

  /** Unbounded, and so on the very threads that serve requests. */
  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService requests;

  void start(
      @Observes SettingsRead event,
      HttpTokens tokens,
      OpenAnswers open,
      ClientWatch watch,
      AccessLog access,
      Heartbeat beat) {
    beat.every(2, open::tick);
    beat.each(access::write);
    if (!watch.works()) {
      LOG.log(
          Level.WARNING,
          "no kernel table of connections here: clients that leave are seen when written to");
    }
  }

  /** After the gateway's, whose last calls are still to be written down. */
  void stop(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Shutdown event, AccessLog access) {
    access.write();
  }

  @Produces
  @Singleton
  ApiConfig config(Settings settings) {
    return ApiConfig.from(settings);
  }

  @Produces
  @Singleton
  HttpCrossOrigins origins(ApiConfig config) {
    return new HttpCrossOrigins(config.allowedOrigins());
  }

  @Produces
  @Singleton
  RequestIds ids(RandomGenerator random) {
    return new RequestIds(random.nextLong());
  }

  @Produces
  @Singleton
  RetryAdvice refusal(RandomGenerator random) {
    return new RetryAdvice(random);
  }

  @Produces
  @Singleton
  HttpErrors errors(CallLedger ledger, RetryAdvice refusal) {
    return new HttpErrors(ledger, refusal);
  }

  @Produces
  @Singleton
  ClientWatch watch() {
    return new ClientWatch(ClientWatch.KERNEL);
  }

  @Produces
  @Singleton
  OpenAnswers open(ClientWatch watch, ApiConfig config, LongSupplier clock, Metrics metrics) {
    OpenAnswers open = new OpenAnswers(watch, config, clock);
    metrics.gauge(Metric.REQUESTS_IN_FLIGHT, open::size);
    return open;
  }

  @Produces
  @Singleton
  CallServices desk(
      Gateway gateway,
      Jobs jobs,
      CallLedger ledger,
      OpenAnswers open,
      RetryAdvice refusal,
      LongSupplier clock) {
    return new CallServices(gateway, jobs::submit, ledger, open, refusal, clock);
  }

  @Produces
  @Singleton
  HttpIntake intake(
      CallServices desk,
      ApiConfig config,
      GatewayConfig gateway,
      MemoryBudget memory,
      HttpQuotas quotas) {
    return new HttpIntake(desk, config.maxRequest(), gateway.deadline(), memory, quotas);
  }

  @Produces
  @Singleton
  HttpQuotas quotas(
      Quotas quotas, HttpAuthentication admittance, CallServices desk, InstantSource wall) {
    return new HttpQuotas(quotas, admittance, desk, wall);
  }

  @Produces
  @Singleton
  HttpAuthentication admittance(
      Tenants tenants,
      RequestIds ids,
      LongSupplier clock,
      GatewayConfig gateway,
      Tracing tracing,
      Experiments experiments,
      JitStatus jit,
      LoadShedder shedder,
      HttpTokens tokens) {
    HttpPage page = new HttpPage(gateway.url());
    return new HttpAuthentication(
        new HttpAuthentication.Parts(
            tenants, tokens, ids, page, tracing, experiments, jit, shedder::work),
        clock);
  }

  @Produces
  @Singleton
  HttpKnownAnswers known(
      HttpAuthentication admittance,
      Gateway gateway,
      HttpIntake intake,
      CallLedger ledger,
      LongSupplier clock) {
    return new HttpKnownAnswers(
        admittance,
        intake,
        call -> gateway.look(call, HttpKnownAnswers.LONGEST_ANSWER),
        ledger,
        clock);
  }

  @Produces
  @Singleton
  LoadShedder shedder(ApiConfig config, LongSupplier clock, Metrics metrics) {
    return new LoadShedder(requests, config.shedAfter(), clock, metrics);
  }

  @Produces
  @Singleton
  HttpLoadShedding shedding(LoadShedder shedder, HttpAuthentication admittance, HttpErrors errors) {
    return new HttpLoadShedding(shedder, admittance, errors);
  }

  @Produces
  @Singleton
  HttpBlockingWork bench(CallServices desk, Tenants tenants, Gateway gateway) {
    int threads = pools.most(PoolName.QUESTIONS);
    HttpBlockingWork.Room room =
        new HttpBlockingWork.Room(threads, threads + QUESTIONS_WAITING, () -> quarters(tenants));
    return new HttpBlockingWork(pools.of(PoolName.QUESTIONS), room, desk, gateway::leaving);
  }

  @Produces
  @Singleton
  HttpJobs jobs(
      Jobs jobs,
      HttpIntake intake,
      HttpBlockingWork bench,
      CallServices desk,
      HttpDownload.Desk downloads) {
    return new HttpJobs(jobs, intake, bench, desk, downloads);
  }

  @Produces
  @Singleton
  DeadLetterAdministration deadLetters(DeadLetters letters, Jobs jobs) {
    return new DeadLetterAdministration(letters, jobs::revive);
  }

  @Produces
  @Singleton
  Questions warmupQuestions() {
    return Dialects::parse;
  }

  @Produces
  @Singleton
  HttpCompute questions(HttpIntake intake, Pool pool, ApiConfig config) {
    return new HttpCompute(intake, pool, config);
  }

  /** How many quarters of what others leave free one tenant may have. */
  static int quarters(Tenants tenants) {
    // Without tenants there are no others to leave anything to.
    return tenants.localOnly() ? 4 : 2;
  }
}
