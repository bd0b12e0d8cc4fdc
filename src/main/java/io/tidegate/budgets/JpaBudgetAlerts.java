package io.tidegate.budgets;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.StoreException;
import io.tidegate.webhooks.JpaWebhookEvents;
import io.tidegate.webhooks.WebhookEvent;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was raised, as a table whose key lets each be raised once. Of two servers that raise the
 * same at the same time one fails, and then finds it raised.
 */
final class JpaBudgetAlerts implements BudgetAlertRows {

  /** Longer than any span for which there are budgets. */
  private static final long KEPT_MILLIS = Duration.ofDays(70).toMillis();

  private static final String FIND =
      "select raised_at from budget_alert where budget = ?1 and threshold = ?2";
  private static final String INSERT =
      "insert into budget_alert (budget, threshold, raised_at) values (?1, ?2, ?3)";
  private static final String FORGET = "delete from budget_alert where raised_at < ?1";

  private final JpaDatabase database;
  private final Function<TenantId, Optional<String>> receivers;
  private final InstantSource wall;

  /**
   * What was raised in {@code database}.
   *
   * @param receivers the URL at which a tenant is told, if it has one
   */
  JpaBudgetAlerts(
      JpaDatabase database, Function<TenantId, Optional<String>> receivers, InstantSource wall) {
    this.database = requireNonNull(database, "database");
    this.receivers = requireNonNull(receivers, "receivers");
    this.wall = requireNonNull(wall, "wall");
  }

  @Override
  public boolean raise(BudgetAlert alert) {
    Optional<String> url = receivers.apply(alert.subject().tenant());
    try {
      return raise(alert, url);
    } catch (StoreException failed) {
      if (failed.ofRows() && database.call(manager -> isRaised(manager, alert))) {
        return false;
      }
      throw failed;
    }
  }

  private boolean raise(BudgetAlert alert, Optional<String> url) {
    long now = wall.millis();
    return database.call(
        manager -> {
          if (isRaised(manager, alert)) {
            return false;
          }
          write(manager, alert, now);
          url.ifPresent(
              there ->
                  JpaWebhookEvents.put(
                      manager,
                      new WebhookEvent(
                          alert.threshold().event(),
                          alert.subject().tenant(),
                          alert.id(),
                          there,
                          now)));
          return true;
        });
  }

  private static boolean isRaised(EntityManager manager, BudgetAlert alert) {
    return !manager
        .createNativeQuery(FIND)
        .setParameter(1, alert.id())
        .setParameter(2, alert.threshold().percent())
        .getResultList()
        .isEmpty();
  }

  private static void write(EntityManager manager, BudgetAlert alert, long now) {
    run(manager.createNativeQuery(FORGET).setParameter(1, now - KEPT_MILLIS));
    run(
        manager
            .createNativeQuery(INSERT)
            .setParameter(1, alert.id())
            .setParameter(2, alert.threshold().percent())
            .setParameter(3, now));
  }

  private static int run(Query query) {
    return query.executeUpdate();
  }
}
