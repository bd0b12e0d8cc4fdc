package io.tidegate;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.quotas.BudgetWatch;
import io.tidegate.quotas.QuotaBook;
import io.tidegate.quotas.QuotaShares;
import io.tidegate.quotas.QuotaTools;
import io.tidegate.quotas.Quotas;
import io.tidegate.quotas.QuotasConfig;
import io.tidegate.registry.Registry;
import io.tidegate.routing.Router;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.usage.Prices;
import io.tidegate.usage.UsageBook;
import io.tidegate.usage.UsageLedger;
import io.tidegate.work.Duty;
import io.tidegate.work.GuardedDuty;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Wires quotas and the counting of usage to the way of calls. */
@ApplicationScoped
public class QuotaBeans {

  private static final int BEAT_SECONDS = 3;

  @Inject private Pools pools;
  @Inject private Metrics metrics;

  private ScheduledFuture<?> beating;

  @Produces
  @Singleton
  QuotasConfig config(Settings settings) {
    return QuotasConfig.from(settings, Set.of());
  }

  @Produces
  @Singleton
  Quotas quotas(QuotasConfig config, QuotaShares shares, LongSupplier clock, InstantSource wall) {
    return new Quotas(new QuotaTools(shares, config.burst(), clock, wall));
  }

  @Produces
  @Singleton
  QuotaBook book(QuotasConfig config, Registry registry, Quotas quotas) {
    return new QuotaBook(config, registry, quotas);
  }

  @Produces
  @Singleton
  CallMeter meter(Quotas quotas, UsageLedger ledger, Prices prices, InstantSource wall) {
    Metrics.Counter input = metrics.counter(Metric.USAGE_TOKENS, "input");
    Metrics.Counter cached = metrics.counter(Metric.USAGE_TOKENS, "cached_input");
    Metrics.Counter output = metrics.counter(Metric.USAGE_TOKENS, "output");
    return new CallMeter(
        quotas,
        ledger,
        prices,
        wall,
        tokens -> {
          input.add(tokens.input());
          cached.add(tokens.cached());
          output.add(tokens.output());
        });
  }

  @Produces
  @Singleton
  BudgetWatch budgets(Quotas quotas, UsageBook book, InstantSource wall) {
    return new BudgetWatch(quotas, book, wall);
  }

  /** Before the first call. */
  void start(
      @Observes @Priority(Interceptor.Priority.APPLICATION) SettingsRead event,
      Router router,
      CallMeter meter,
      QuotaBook book,
      BudgetWatch budgets,
      Quotas quotas,
      UsageLedger ledger) {
    book.open();
    Duty beat =
        new Duty(
            pools.of(PoolName.STORE), new GuardedDuty("usage was not written down", budgets::beat));
    beating =
        pools
            .timed(PoolName.STORE)
            .scheduleWithFixedDelay(beat::begin, 0, BEAT_SECONDS, TimeUnit.SECONDS);
    router.tell(meter);
    show(quotas, ledger);
  }

  private void show(Quotas quotas, UsageLedger ledger) {
    quotas.onRefusal(
        subject -> metrics.counter(Metric.QUOTA_REFUSALS, subject.scope().label()).increment());
    quotas.onBudgets(new BudgetGauges(quotas, metrics)::show);
    metrics.gauge(Metric.USAGE_UNWRITTEN, () -> ledger.size());
  }

  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Shutdown event) {
    Optional.ofNullable(beating).ifPresent(beats -> beats.cancel(false));
  }
}
