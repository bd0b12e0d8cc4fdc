package io.tidegate.memory;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.TenantId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One budget of bytes for all that calls hold on the heap. Who gets none is refused, put off or
 * slowed down; nobody waits here. Thread-safe.
 *
 * <p>INVARIANT: what all reservations hold is never more than the limit, and each byte is given
 * back once.
 *
 * <p>A tenant may hold as much as is in proportion to what is still free (the dynamic thresholds of
 * Choudhury and Hahne, "Dynamic Queue Length Thresholds for Shared-Memory Packet Switches",
 * IEEE/ACM Transactions on Networking 6(2), 1998): with a share of a half no more than is free. So
 * one alone has a half, two have a third each, and there is always something left for the next.
 * What one holds that holds nothing else is exempt, or a large body might never pass.
 *
 * <p>Of the same tenant, large holdings leave the last quarter to small ones, and what is taken
 * down for the cache, which nobody needs, leaves a half.
 */
public final class MemoryBudget {

  /** What a failure of {@link ErrorCode#SERVER_MEMORY} tells. */
  public static final Failure EXHAUSTED =
      Failure.of(
          ErrorCode.SERVER_MEMORY, "The server has no memory left for this. Try again later.");

  /** A holding of more bytes is large. */
  static final long SMALL = 256 << 10;

  private static final int FOR_SMALL = 4;
  private static final int FOR_CAPTURES = 2;

  private final long limit;
  private final double share;
  private final BooleanSupplier alone;
  private final Map<TenantId, Long> byTenant = new HashMap<>();
  private final Map<Use, Long> byUse = new EnumMap<>(Use.class);
  private final Map<Use, Long> refusals = new EnumMap<>(Use.class);
  private long held;

  /** A budget of which nothing is taken. */
  public MemoryBudget(MemoryConfig config) {
    this(config, () -> false);
  }

  /**
   * A budget of which nothing is taken.
   *
   * @param alone whether there is one tenant at the time, and so nobody to leave anything to
   */
  public MemoryBudget(MemoryConfig config, BooleanSupplier alone) {
    this.alone = alone;
    this.limit = config.limit();
    this.share = config.tenantShare();
  }

  /** A budget of more than there is, for parts that are used by themselves. */
  public static MemoryBudget unlimited() {
    return new MemoryBudget(new MemoryConfig(Long.MAX_VALUE / 2, 1));
  }

  /** Opens an empty reservation for {@code tenant}; it must be closed. */
  public Reservation open(TenantId tenant, Use use) {
    return new Reservation(this, requireNonNull(tenant, "tenant"), requireNonNull(use, "use"));
  }

  /** The bytes that may be held. */
  public long limit() {
    return limit;
  }

  /** The bytes that are held. */
  public synchronized long held() {
    return held;
  }

  /** The bytes that are held for {@code use}. */
  public synchronized long held(Use use) {
    return byUse.getOrDefault(use, 0L);
  }

  /** How often there was nothing left for {@code use}. */
  public synchronized long refusals(Use use) {
    return refusals.getOrDefault(use, 0L);
  }

  /** How many tenants hold something. */
  synchronized int tenants() {
    return byTenant.size();
  }

  /** Takes {@code bytes} for {@code by}, which holds {@code already}; all of them or nothing. */
  synchronized boolean take(Reservation by, long already, long bytes) {
    if (!fits(by, already, bytes)) {
      refusals.merge(by.use(), 1L, Long::sum);
      return false;
    }
    add(by, bytes);
    return true;
  }

  synchronized void giveBack(Reservation by, long bytes) {
    add(by, -bytes);
  }

  private void add(Reservation by, long bytes) {
    if (bytes == 0) {
      return;
    }
    held += bytes;
    byUse.merge(by.use(), bytes, Long::sum);
    byTenant.merge(by.tenant(), bytes, MemoryBudget::sum);
  }

  /** Null, which takes the tenant out, when nothing is left. */
  private static Long sum(Long one, Long other) {
    long sum = one + other;
    return sum == 0 ? null : sum;
  }

  private boolean fits(Reservation by, long already, long bytes) {
    long left = limit - held - bytes;
    boolean large = already + bytes > SMALL;
    boolean capture = by.use() == Use.CAPTURES;
    long spared = capture ? limit / FOR_CAPTURES : large ? limit / FOR_SMALL : 0;
    if (left < spared) {
      return false;
    }
    long tenant = byTenant.getOrDefault(by.tenant(), 0L);
    boolean first = tenant == already && !capture;
    return first
        || share >= 1
        || alone.getAsBoolean()
        || (tenant + bytes) * (1 - share) <= left * share;
  }
}
