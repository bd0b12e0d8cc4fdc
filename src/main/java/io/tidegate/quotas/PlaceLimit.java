package io.tidegate.quotas;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A limit of calls at a time, of which this server uses its part.
 *
 * <p>Thread-safe; never blocks.
 */
final class PlaceLimit {

  private final String name;
  private final QuotaShares shares;
  private final AtomicInteger inUse = new AtomicInteger();
  private volatile int limit;

  /** A limit of {@code most} calls at a time, known to other servers as {@code name}. */
  PlaceLimit(String name, long most, QuotaShares shares) {
    this.name = name;
    this.shares = shares;
    become(most);
    shares.places().register(name, () -> limit, inUse::get);
  }

  /** Takes a place if there is one. */
  boolean tryTake() {
    int most = shares.places().share(name, limit);
    int used = inUse.get();
    while (used < most) {
      if (inUse.compareAndSet(used, used + 1)) {
        return true;
      }
      used = inUse.get();
    }
    return false;
  }

  /** Gives a place back that was taken. */
  void giveBack() {
    inUse.decrementAndGet();
  }

  /** Is {@code most} from now on. */
  void become(long most) {
    limit = (int) Math.min(most, Integer.MAX_VALUE);
  }

  /** There is no such limit any more. */
  void forget() {
    shares.places().forget(name);
  }

  /** The places that calls of this server use. */
  int inUse() {
    return inUse.get();
  }
}
