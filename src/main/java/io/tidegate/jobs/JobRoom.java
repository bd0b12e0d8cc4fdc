package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Something of which jobs may take so much together, and those of a tenant so much, without asking
 * the database each time: taken is what was counted there, and what was added here since or is on
 * its way in. Other servers' is seen with the next count. Thread-safe.
 */
final class JobRoom {

  private final long most;
  private final long mostOfTenant;
  private final BooleanSupplier alone;
  private final Map<TenantId, Long> coming = new HashMap<>();
  private final Map<TenantId, Long> added = new HashMap<>();
  private Map<TenantId, Long> counted = Map.of();

  /**
   * A room of {@code most}, of which {@code mostOfTenant} is for a tenant; if that is 0, half of
   * {@code most}, or all of it while a tenant is {@code alone}.
   */
  JobRoom(long most, long mostOfTenant, BooleanSupplier alone) {
    this.most = most;
    this.mostOfTenant = mostOfTenant;
    this.alone = requireNonNull(alone, "alone");
  }

  /** Keeps room for {@code more} of {@code tenant} that is to go in; false if there is none. */
  synchronized boolean reserve(TenantId tenant, long more) {
    requireNonNull(tenant, "tenant");
    boolean fits = fits(tenant, more);
    if (fits) {
      coming.merge(tenant, more, Long::sum);
    }
    return fits;
  }

  private boolean fits(TenantId tenant, long more) {
    long own =
        counted.getOrDefault(tenant, 0L)
            + added.getOrDefault(tenant, 0L)
            + coming.getOrDefault(tenant, 0L)
            + more;
    return taken() + sum(coming) + more <= most && (own <= shareOfTenant() || hasAll());
  }

  private long shareOfTenant() {
    return mostOfTenant > 0 ? mostOfTenant : Math.max(1, most / 2);
  }

  /** Tenants come and go while the server runs. */
  private boolean hasAll() {
    return mostOfTenant == 0 && alone.getAsBoolean();
  }

  /** Whether so much {@code more} of {@code tenant}, for which room was kept, has gone in. */
  synchronized void settle(TenantId tenant, long more, boolean in) {
    coming.computeIfPresent(tenant, (any, all) -> all == more ? null : all - more);
    if (in) {
      added.merge(tenant, more, Long::sum);
    }
  }

  /** What was added since it was last counted; to be asked before it is counted anew. */
  synchronized Map<TenantId, Long> added() {
    return Map.copyOf(added);
  }

  /**
   * It was counted anew.
   *
   * @param counts what there is now of each tenant that has some
   * @param before what {@link #added} said before, which these counts hold
   */
  synchronized void counted(Map<TenantId, Long> counts, Map<TenantId, Long> before) {
    counted = Map.copyOf(counts);
    before.forEach((tenant, seen) -> added.merge(tenant, -seen, Long::sum));
    added.values().removeIf(left -> left == 0);
  }

  /** How much is taken, without what is on its way in. */
  synchronized long taken() {
    return sum(counted) + sum(added);
  }

  private static long sum(Map<TenantId, Long> amounts) {
    return amounts.values().stream().mapToLong(amount -> amount).sum();
  }
}
