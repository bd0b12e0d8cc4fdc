package io.tidegate.usage;

import io.tidegate.settings.Settings;
import io.tidegate.store.JpaDatabase;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.InstantSource;
import java.util.UUID;

/** Wires the counting of usage to the database. */
@ApplicationScoped
public class UsageBeans {

  @Produces
  @Singleton
  Prices prices(Settings settings) {
    return Prices.from(settings);
  }

  @Produces
  @Singleton
  UsageLedger ledger() {
    return new UsageLedger();
  }

  @Produces
  @Singleton
  UsageBook book(UsageLedger ledger, JpaDatabase database, InstantSource wall) {
    return new UsageBook(ledger, new JpaUsage(database, wall), UUID.randomUUID().toString());
  }

  /** After the gateway's stop, whose last calls are counted, too. */
  void stop(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 1) Shutdown event, UsageBook book) {
    book.write();
  }
}
