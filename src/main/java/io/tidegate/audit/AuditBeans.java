package io.tidegate.audit;

import io.tidegate.settings.SettingsRead;
import io.tidegate.store.JpaDatabase;
import io.tidegate.tenants.keys.KeysConfig;
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
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Wires the audit log to the database. */
@ApplicationScoped
public class AuditBeans {

  @Inject private Pools pools;

  private ScheduledFuture<?> flushing;

  @Produces
  @Singleton
  AuditSeal seal(KeysConfig config) {
    return new AuditSeal(config.hasher(AuditSeal.PURPOSE));
  }

  @Produces
  @Singleton
  AuditRows rows(JpaDatabase database) {
    return new JpaAuditRows(database);
  }

  @Produces
  @Singleton
  AuditLog log(AuditRows rows, AuditSeal seal) {
    return new AuditLog(rows, seal);
  }

  @Produces
  @Singleton
  AuditVerifier verifier(AuditRows rows, AuditSeal seal) {
    return new AuditVerifier(rows, seal);
  }

  void start(@Observes SettingsRead event, AuditLog log) {
    Duty flush =
        new Duty(
            pools.of(PoolName.STORE), new GuardedDuty("acts were not written down", log::flush));
    log.onAct(flush::begin);
    flushing =
        pools.timed(PoolName.STORE).scheduleWithFixedDelay(flush::begin, 1, 1, TimeUnit.SECONDS);
  }

  /** After whoever may still act; the last acts are written on this thread. */
  void stop(
      @Observes @Priority(Interceptor.Priority.PLATFORM_AFTER - 1) Shutdown event, AuditLog log) {
    Optional.ofNullable(flushing).ifPresent(beats -> beats.cancel(false));
    new GuardedDuty("the last acts were not written down", log::flush).run();
  }
}
