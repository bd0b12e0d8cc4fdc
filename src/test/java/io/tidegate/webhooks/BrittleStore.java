package io.tidegate.webhooks;

import io.tidegate.exchange.TenantId;
import io.tidegate.store.Page;
import io.tidegate.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store whose methods fail on demand, before they have done anything. */
final class BrittleStore implements WebhookEventStore {

  private final WebhookEventStore store;

  /** The methods that fail now. */
  volatile Set<String> failing = Set.of();

  BrittleStore(WebhookEventStore store) {
    this.store = store;
  }

  @Override
  public List<DueEvent> due(long now, int most, Full full) {
    enter("due");
    return store.due(now, most, full);
  }

  @Override
  public List<DueEvent> claim(List<DueEvent> found, long now, long until) {
    enter("claim");
    return store.claim(found, now, until);
  }

  @Override
  public boolean settle(DueEvent delivery, DeliveryRecord settlement) {
    enter("settle");
    return store.settle(delivery, settlement);
  }

  @Override
  public long pending() {
    enter("pending");
    return store.pending();
  }

  @Override
  public Page<WebhookEventView> page(Filter filter) {
    enter("page");
    return store.page(filter);
  }

  @Override
  public Optional<WebhookEventView> find(String id, TenantId tenant) {
    enter("find");
    return store.find(id, tenant);
  }

  @Override
  public Optional<WebhookEventView> retry(String id, TenantId tenant, long now) {
    enter("retry");
    return store.retry(id, tenant, now);
  }

  @Override
  public int purge(WebhookEventState state, TenantId tenant, long before) {
    enter("purge");
    return store.purge(state, tenant, before);
  }

  private void enter(String method) {
    if (failing.contains(method)) {
      throw new StoreException(new IllegalStateException(method));
    }
  }
}
