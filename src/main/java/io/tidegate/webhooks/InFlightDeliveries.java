package io.tidegate.webhooks;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Counts what is being sent, by receiver and by tenant. Thread-safe. */
final class InFlightDeliveries {

  private final DeliveryLimits places;
  private final Map<String, Integer> hosts = new HashMap<>();
  private final Map<String, Integer> tenants = new HashMap<>();
  private int all;

  InFlightDeliveries(DeliveryLimits places) {
    this.places = places;
  }

  /** Whether there was a place for {@code delivery}, which it then holds. */
  synchronized boolean enter(DueEvent delivery) {
    boolean free =
        all < places.most()
            && hosts.getOrDefault(delivery.host(), 0) < places.perHost()
            && !isFull(tenants.getOrDefault(tenant(delivery), 0));
    if (free) {
      all++;
      hosts.merge(delivery.host(), 1, Integer::sum);
      tenants.merge(tenant(delivery), 1, Integer::sum);
    }
    return free;
  }

  /** Gives the place of {@code delivery} back. */
  synchronized void leave(DueEvent delivery) {
    all--;
    hosts.compute(delivery.host(), (host, count) -> count == 1 ? null : count - 1);
    tenants.compute(tenant(delivery), (tenant, count) -> count == 1 ? null : count - 1);
  }

  /** How many places are free. */
  synchronized int free() {
    return places.most() - all;
  }

  /** Who has no place left. */
  synchronized WebhookEventStore.Full full() {
    return new WebhookEventStore.Full(
        full(hosts, count -> count >= places.perHost()), full(tenants, this::isFull));
  }

  /** Whether a tenant that holds {@code own} places gets no other. */
  private boolean isFull(int own) {
    return own >= places.perTenant(all - own);
  }

  private static Set<String> full(Map<String, Integer> counts, IntPredicate isFull) {
    return counts.entrySet().stream()
        .filter(count -> isFull.test(count.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String tenant(DueEvent delivery) {
    return delivery.event().tenant().value();
  }
}
