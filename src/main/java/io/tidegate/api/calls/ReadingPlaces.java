package io.tidegate.api.calls;

import io.tidegate.exchange.TenantId;
import java.util.HashMap;
import java.util.Map;

/**
 * Who may read a body on one of the server's own threads: few at once, and of one tenant half of
 * those, so that slow senders of one take the others' places from nobody. Thread-safe.
 */
final class ReadingPlaces {

  private final int most;
  private final Map<TenantId, Integer> taken = new HashMap<>();
  private int all;

  /** So many places, an even number. */
  ReadingPlaces(int most) {
    this.most = most;
  }

  /** Takes a place for {@code tenant}, if it may have one; to be given back. */
  synchronized boolean tryTake(TenantId tenant) {
    int own = taken.getOrDefault(tenant, 0);
    if (all >= most || own >= most / 2) {
      return false;
    }
    taken.put(tenant, own + 1);
    all++;
    return true;
  }

  /** Gives back a place that {@code tenant} has taken. */
  synchronized void giveBack(TenantId tenant) {
    all--;
    taken.computeIfPresent(tenant, (same, own) -> own == 1 ? null : own - 1);
  }
}
