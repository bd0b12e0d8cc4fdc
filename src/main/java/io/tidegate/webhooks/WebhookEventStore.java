package io.tidegate.webhooks;

import io.tidegate.exchange.TenantId;
import io.tidegate.store.Page;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The events and what became of them. Blocks its caller; thread-safe.
 *
 * <p>An event that is due is claimed before it is sent: for the time of a lease no other server
 * sees it, and after it only who claimed it last may settle it. Every method throws {@link
 * io.tidegate.store.StoreException} if the database fails; then nothing was done.
 */
interface WebhookEventStore {

  /** What one tenant sends to one receiver, which others may send to, too. */
  record Route(String tenant, String host) {}

  /** Receivers, tenants, and tenants at receivers, that get nothing more for now. */
  record Full(Set<String> hosts, Set<String> tenants, Set<Route> routes) {
    /** Whether anybody is. */
    boolean any() {
      return !hosts.isEmpty() || !tenants.isEmpty() || !routes.isEmpty();
    }
  }

  /**
   * Which events are listed.
   *
   * @param tenant whose, or null for everybody's
   * @param state in which state, or null for all
   * @param after the id of the last event of the page before, or null
   * @param limit how many at most
   */
  record Filter(TenantId tenant, WebhookEventState state, String after, int limit) {}

  /** What is due at {@code now}, the longest first; nothing for those who are {@code full}. */
  List<DueEvent> due(long now, int most, Full full);

  /** Those of {@code found} that nobody else has claimed, claimed until {@code until}. */
  List<DueEvent> claim(List<DueEvent> found, long now, long until);

  /** Whether {@code delivery} was still claimed as it says, so that it is settled now. */
  boolean settle(DueEvent delivery, DeliveryRecord settlement);

  /** How many are yet to be sent. */
  long pending();

  /** A page of events, newest first; empty after an event that is not there. */
  Page<WebhookEventView> page(Filter filter);

  /** An event as it stands; whose it must be, or null. */
  Optional<WebhookEventView> find(String id, TenantId tenant);

  /**
   * Makes an event due, whatever became of it, with all its attempts before it.
   *
   * @param tenant whose it must be, or null
   * @return the event, or nothing if there is none
   */
  Optional<WebhookEventView> retry(String id, TenantId tenant, long now);

  /**
   * Forgets what ended in {@code state} before {@code before}.
   *
   * @param tenant whose, or null for everybody's
   * @return how many there were
   */
  int purge(WebhookEventState state, TenantId tenant, long before);
}
