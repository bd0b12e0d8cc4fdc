package io.tidegate.admission;

import io.tidegate.exchange.TenantId;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes of all bodies that wait, and whose they are.
 *
 * <p>No tenant, and no model of a tenant, may have more than a multiple of what is left free
 * (dynamic thresholds: A. Choudhury, E. Hahne, IEEE/ACM Transactions on Networking 1998). So
 * whoever comes next finds something left, however much one of them sends, and the sum is bounded
 * all the same. Thread-safe; what it locks leads nowhere else.
 */
final class ByteShares {

  /** A tenant alone may have three quarters of all. */
  private static final int OF_TENANT = 3;

  /** And with one model two thirds. */
  private static final int OF_MODEL = 2;

  private record Owner(String model, TenantId tenant) {}

  private final long most;
  private final Map<Owner, Long> byOwner = new HashMap<>();
  private final Map<TenantId, Long> byTenant = new HashMap<>();
  private long all;

  /** Nothing of {@code most} bytes is taken. */
  ByteShares(long most) {
    this.most = most;
  }

  /** The bytes of all that wait. */
  synchronized long all() {
    return all;
  }

  /**
   * Whether so many bytes more fit, once {@code less} of the same model have gone.
   *
   * @param own whether those are the same tenant's
   */
  synchronized boolean fits(String model, Waiting waiting, int less, boolean own) {
    long bytes = waiting.bytes();
    long free = most - all + less - bytes;
    long given = own ? less : 0;
    long tenants = byTenant.getOrDefault(waiting.tenant(), 0L) - given + bytes;
    long models = byOwner.getOrDefault(new Owner(model, waiting.tenant()), 0L) - given + bytes;
    return free >= 0 && tenants <= OF_TENANT * free && models <= OF_MODEL * free;
  }

  /** Counts {@code bytes} more of {@code tenant} for {@code model}, or fewer if negative. */
  synchronized void add(String model, TenantId tenant, long bytes) {
    all += bytes;
    byTenant.merge(tenant, bytes, ByteShares::sum);
    byOwner.merge(new Owner(model, tenant), bytes, ByteShares::sum);
  }

  /** Nothing is no entry. */
  private static Long sum(Long a, Long b) {
    long sum = a + b;
    return sum == 0 ? null : Long.valueOf(sum);
  }
}
