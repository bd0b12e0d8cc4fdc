package io.tidegate.routing;

import io.tidegate.exchange.TenantId;
import io.tidegate.routing.balancing.ExpiringMap;
import io.tidegate.routing.nodes.Capability;
import java.time.Duration;

/**
 * Whether to ask another node about a call that one has failed or refused, by what came of it
 * before.
 *
 * <p>A tenant whose calls for a capability fail at one node after another has a mistake in them:
 * asking on would spend the retries of all. After three such calls in a row one is tried again only
 * from time to time, until another node helps. Times are readings of the nano clock. Thread-safe.
 */
final class SecondOpinions {

  private record Key(TenantId tenant, Capability capability) {}

  private record Heard(int inVain, long last) {}

  private static final int MOST_ASKERS = 10_000;
  private static final Duration MEMORY = Duration.ofMinutes(10);
  private static final int ENOUGH = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 3;

  private final ExpiringMap<Key, Heard> heard = new ExpiringMap<>(MOST_ASKERS, MEMORY);

  /** Whether another node is likely to know better. */
  synchronized boolean worthwhile(Routable call, long now) {
    Heard last = heard.get(key(call), now);
    if (last == null || last.inVain() < ENOUGH) {
      return true;
    }
    int doublings = Math.min(last.inVain() - ENOUGH, MOST_DOUBLINGS);
    return now - last.last() >= FIRST_PAUSE.toNanos() << doublings;
  }

  /** Another node was asked; {@code helped} if it answered. */
  synchronized void heard(Routable call, boolean helped, long now) {
    Heard last = heard.get(key(call), now);
    if (!helped) {
      heard.put(key(call), new Heard(last == null ? 1 : last.inVain() + 1, now), now);
    } else if (last != null) {
      heard.put(key(call), new Heard(0, now), now);
    }
  }

  private static Key key(Routable call) {
    return new Key(call.call().tenant(), call.capability());
  }
}
