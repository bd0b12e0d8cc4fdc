package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * How many jobs wait, of each tenant and together, without asking the database each time: as many
 * as were counted, and those handed in here since. Other servers' are seen with the next count.
 * Thread-safe.
 */
final class JobBacklog {

  private final int most;
  private final int mostOfTenant;
  private final BooleanSupplier alone;
  private final Map<TenantId, Long> added = new HashMap<>();
  private JobMaintenanceStore.Counts counted = new JobMaintenanceStore.Counts(Map.of(), 0);

  /**
   * A backlog that is full with {@code most} jobs, and with {@code mostOfTenant} for a tenant; if
   * that is 0, with half of {@code most}, or with all of it while a tenant is {@code alone}.
   */
  JobBacklog(int most, int mostOfTenant, BooleanSupplier alone) {
    this.most = most;
    this.mostOfTenant = mostOfTenant;
    this.alone = requireNonNull(alone, "alone");
  }

  /** Whether no more jobs of {@code tenant} are to be taken. */
  synchronized boolean full(TenantId tenant) {
    requireNonNull(tenant, "tenant");
    long own = counted.queued().getOrDefault(tenant, 0L) + added.getOrDefault(tenant, 0L);
    return queued() >= most || (own >= shareOfTenant() && !hasAll());
  }

  private int shareOfTenant() {
    return mostOfTenant > 0 ? mostOfTenant : Math.max(1, most / 2);
  }

  /** Tenants come and go while the server runs. */
  private boolean hasAll() {
    return mostOfTenant == 0 && alone.getAsBoolean();
  }

  /** One more of {@code tenant} waits. */
  synchronized void add(TenantId tenant) {
    added.merge(tenant, 1L, Long::sum);
  }

  /** Counts anew by {@code upkeep}; waits for the database. */
  void count(JobMaintenanceStore upkeep) {
    Map<TenantId, Long> before = added();
    JobMaintenanceStore.Counts counts = upkeep.counts();
    counted(counts, before);
  }

  private synchronized Map<TenantId, Long> added() {
    return Map.copyOf(added);
  }

  private synchronized void counted(JobMaintenanceStore.Counts counts, Map<TenantId, Long> before) {
    counted = counts;
    before.forEach((tenant, seen) -> added.merge(tenant, -seen, Long::sum));
    added.values().removeIf(left -> left == 0);
  }

  /** How many jobs wait. */
  synchronized long queued() {
    return sum(counted.queued()) + sum(added);
  }

  /** How many ran when they were last counted. */
  synchronized long running() {
    return counted.running();
  }

  private static long sum(Map<TenantId, Long> counts) {
    return counts.values().stream().mapToLong(count -> count).sum();
  }
}
