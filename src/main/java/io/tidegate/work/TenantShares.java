package io.tidegate.work;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * Places that many share: nobody takes more than a part of those that others leave, so that there
 * is one for whoever comes next, and with only one who wants them most are used. Thread-safe.
 */
public final class TenantShares {

  private final int places;
  private final IntSupplier quarters;
  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  /** So many {@code places}, of which each takes up to {@code quarters} quarters. */
  public TenantShares(int places, int quarters) {
    this(places, () -> quarters);
  }

  /** So many {@code places}, of which each takes up to {@code quarters} quarters at the time. */
  public TenantShares(int places, IntSupplier quarters) {
    this.places = places;
    this.quarters = quarters;
  }

  /** Takes a place for {@code who}, whether or not it has its share already. */
  public synchronized void enter(String who) {
    taken.merge(who, 1, Integer::sum);
    all++;
  }

  /** Whether there is a place for {@code who}, and it has not its share already. */
  public synchronized boolean hasRoom(String who) {
    int own = taken.getOrDefault(who, 0);
    return all < places && own < share(own);
  }

  /** Takes a place for {@code who} if there is one and it has not its share already. */
  public synchronized boolean tryEnter(String who) {
    boolean free = hasRoom(who);
    if (free) {
      enter(who);
    }
    return free;
  }

  /** Gives a place of {@code who} back. */
  public synchronized void leave(String who) {
    taken.compute(who, (any, count) -> count == 1 ? null : count - 1);
    all--;
  }

  /** Those who have as many places as they may have: at least one each. */
  public synchronized Set<String> full() {
    return taken.entrySet().stream()
        .filter(each -> each.getValue() >= share(each.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private int share(int own) {
    return Math.max(1, (places - (all - own)) * quarters.getAsInt() / 4);
  }
}
