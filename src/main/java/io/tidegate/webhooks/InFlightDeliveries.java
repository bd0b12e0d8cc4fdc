package io.tidegate.webhooks;

import io.tidegate.webhooks.WebhookEventStore.Route;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Counts what is being sent, by receiver, by tenant, and by both. Thread-safe. */
final class InFlightDeliveries {

  private final DeliveryLimits places;
  private final Map<String, Integer> hosts = new HashMap<>();
  private final Map<String, Integer> tenants = new HashMap<>();
  private final Map<Route, Integer> routes = new HashMap<>();
  private int all;

  InFlightDeliveries(DeliveryLimits places) {
    this.places = places;
  }

  /** Whether there was a place for {@code delivery}, which it then holds. */
  synchronized boolean enter(DueEvent delivery) {
    Route route = route(delivery);
    boolean free =
        all < places.most()
            && !isFullHost(route.host())
            && !isFullTenant(route.tenant())
            && !isFull(route);
    if (free) {
      all++;
      hosts.merge(route.host(), 1, Integer::sum);
      tenants.merge(route.tenant(), 1, Integer::sum);
      routes.merge(route, 1, Integer::sum);
    }
    return free;
  }

  /** Gives the place of {@code delivery} back. */
  synchronized void leave(DueEvent delivery) {
    Route route = route(delivery);
    all--;
    leave(hosts, route.host());
    leave(tenants, route.tenant());
    leave(routes, route);
  }

  private static <K> void leave(Map<K, Integer> counts, K key) {
    counts.compute(key, (same, count) -> count == 1 ? null : count - 1);
  }

  /** How many places are free. */
  synchronized int free() {
    return places.most() - all;
  }

  /** Who has no place left; of each kind no more than there are deliveries under way. */
  synchronized WebhookEventStore.Full full() {
    return new WebhookEventStore.Full(
        full(hosts, this::isFullHost),
        full(tenants, this::isFullTenant),
        full(routes, this::isFull));
  }

  private boolean isFullHost(String host) {
    return count(hosts, host) >= places.perHost();
  }

  private boolean isFullTenant(String tenant) {
    int own = count(tenants, tenant);
    return own >= places.perTenant(all - own);
  }

  /** Whether a tenant gets no other place at a receiver: one of its paths may be slow. */
  private boolean isFull(Route route) {
    int own = count(routes, route);
    return own >= places.perTenantAtHost(count(hosts, route.host()) - own);
  }

  private static <K> int count(Map<K, Integer> counts, K key) {
    return counts.getOrDefault(key, 0);
  }

  private static <K> Set<K> full(Map<K, Integer> counts, Predicate<K> isFull) {
    return counts.keySet().stream().filter(isFull).collect(Collectors.toUnmodifiableSet());
  }

  private static Route route(DueEvent delivery) {
    return new Route(delivery.event().tenant().value(), delivery.host());
  }
}
