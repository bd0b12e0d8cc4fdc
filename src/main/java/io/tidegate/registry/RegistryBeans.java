package io.tidegate.registry;

import io.tidegate.settings.SettingsRead;
import io.tidegate.store.JpaDatabase;
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

/** Wires the registry to the database. */
@ApplicationScoped
public class RegistryBeans {

  /** So often each server asks what others have done; a change is to be everywhere in 2 s. */
  private static final int LOOKING_MILLIS = 1000;

  @Inject private Pools pools;

  private ScheduledFuture<?> looking;

  @Produces
  @Singleton
  Registry registry(JpaDatabase database) {
    return new Registry(new JpaRegistryRows(database));
  }

  /** After the tables were made; what is known is known before the first call. */
  void start(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE + 1) SettingsRead event,
      Registry registry) {
    Runnable look = new GuardedDuty("the registry was not read", registry::look);
    look.run();
    Duty again = new Duty(pools.of(PoolName.STORE), look);
    looking =
        pools
            .timed(PoolName.STORE)
            .scheduleWithFixedDelay(
                again::begin, LOOKING_MILLIS, LOOKING_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) Shutdown event) {
    Optional.ofNullable(looking).ifPresent(beats -> beats.cancel(false));
  }
}
