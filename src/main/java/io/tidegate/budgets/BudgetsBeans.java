package io.tidegate.budgets;

import io.tidegate.quotas.Quotas;
import io.tidegate.settings.SettingsRead;
import io.tidegate.store.JpaDatabase;
import io.tidegate.webhooks.Receivers;
import io.tidegate.work.Duty;
import io.tidegate.work.GuardedDuty;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Wires the look at budgets to the database and to tenants' webhooks. */
@ApplicationScoped
public class BudgetsBeans {

  /** As often as budgets learn what other servers have spent. */
  private static final int LOOK_SECONDS = 3;

  @Inject private Pools pools;

  private ScheduledFuture<?> looking;

  @Produces
  @Singleton
  BudgetAlerts alerts(
      Quotas quotas, JpaDatabase database, Receivers receivers, InstantSource wall) {
    return new BudgetAlerts(
        quotas, new JpaBudgetAlerts(database, tenant -> receivers.of(tenant, null), wall));
  }

  void start(@Observes SettingsRead event, BudgetAlerts alerts) {
    Duty look =
        new Duty(
            pools.of(PoolName.STORE), new GuardedDuty("budgets were not looked at", alerts::look));
    looking =
        pools
            .timed(PoolName.STORE)
            .scheduleWithFixedDelay(look::begin, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  void stop(@Observes Shutdown event) {
    Optional.ofNullable(looking).ifPresent(looks -> looks.cancel(false));
  }
}
