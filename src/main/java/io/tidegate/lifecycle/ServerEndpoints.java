package io.tidegate.lifecycle;

import io.tidegate.jit.OpenEndpoints;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.management.ObjectName;

/**
 * Whether the server takes new connections.
 *
 * <p>Liberty closes its HTTP endpoints as the first step of a stop, or of a pause, and then lets
 * open connections go on for up to 30 s; applications learn of the stop only after that. Each open
 * endpoint has an MBean, so a missing one tells in time. A server without such MBeans always seems
 * open. Not thread-safe.
 */
final class ServerEndpoints {

  /** Twice what Liberty gives itself for a stop. */
  private static final Duration LONGEST_STOP = Duration.ofMinutes(1);

  private final OpenEndpoints endpoints;
  private final LongSupplier clock;
  private final Set<ObjectName> seen = new HashSet<>();
  private long lastOpen;

  /** Whether those stay among {@code endpoints} that are seen there. */
  ServerEndpoints(OpenEndpoints endpoints, LongSupplier clock) {
    this.endpoints = endpoints;
    this.clock = clock;
    this.lastOpen = clock.getAsLong();
  }

  /**
   * Whether every endpoint seen before is open, or was closed for good while the server went on.
   */
  boolean open() {
    long now = clock.getAsLong();
    Set<ObjectName> present = endpoints.names();
    seen.addAll(present);
    if (present.containsAll(seen)) {
      lastOpen = now;
    } else if (!present.isEmpty() && now - lastOpen > LONGEST_STOP.toNanos()) {
      seen.retainAll(present);
    }
    return present.containsAll(seen);
  }
}
