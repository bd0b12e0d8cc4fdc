package io.tidegate.webhooks;

import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.Ids;
import io.tidegate.store.Page;
import io.tidegate.store.StoreException;
import java.time.InstantSource;
import java.util.List;

/**
 * Shows people what became of events, and sends them again.
 *
 * <p>Waits for the database. Throws {@link FailureException}: {@code NOT_FOUND}, and {@code
 * STORE_UNAVAILABLE} when the database fails. Thread-safe.
 */
public final class WebhookEvents {

  private final WebhookEventStore store;
  private final InstantSource wall;

  WebhookEvents(WebhookEventStore store, InstantSource wall) {
    this.store = requireNonNull(store, "store");
    this.wall = requireNonNull(wall, "wall");
  }

  /**
   * Events, newest first.
   *
   * @param tenant whose, or null for everybody's
   * @param state in which state, or null for all
   * @param after the id of the last event of the page before, or null
   * @param limit how many at most
   */
  public Page<WebhookEventView> list(
      TenantId tenant, WebhookEventState state, String after, int limit) {
    return after != null && !Ids.isPossible(after)
        ? new Page<>(List.of(), false)
        : StoreException.told(
            () -> store.page(new WebhookEventStore.Filter(tenant, state, after, limit)));
  }

  /**
   * An event as it stands.
   *
   * @param tenant whose it must be, or null
   */
  public WebhookEventView find(String id, TenantId tenant) {
    if (!Ids.isPossible(id)) {
      throw unknown();
    }
    return StoreException.told(() -> store.find(id, tenant)).orElseThrow(WebhookEvents::unknown);
  }

  /**
   * Sends an event now, also one that was delivered.
   *
   * @param tenant whose it must be, or null
   */
  public WebhookEventView retry(String id, TenantId tenant) {
    if (!Ids.isPossible(id)) {
      throw unknown();
    }
    return StoreException.told(() -> store.retry(id, tenant, wall.millis()))
        .orElseThrow(WebhookEvents::unknown);
  }

  /**
   * Forgets what could not be delivered.
   *
   * @param tenant whose, or null for everybody's
   * @return how many events there were
   */
  public int purgeDead(TenantId tenant) {
    return StoreException.told(() -> store.purge(WebhookEventState.DEAD, tenant, Long.MAX_VALUE));
  }

  private static FailureException unknown() {
    return Failure.of(NOT_FOUND, "There is no such webhook event.").asException();
  }
}
