package io.tidegate.lifecycle;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
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

  private static final String ENDPOINTS = "WebSphere:feature=channelfw,type=endpoint,name=*";

  /** Twice what Liberty gives itself for a stop. */
  private static final Duration LONGEST_STOP = Duration.ofMinutes(1);

  private final MBeanServer beans;
  private final LongSupplier clock;
  private final ObjectName pattern;
  private final Set<ObjectName> seen = new HashSet<>();
  private long lastOpen;

  /** The doors of the server whose MBeans are in {@code beans}. */
  ServerEndpoints(MBeanServer beans, LongSupplier clock) {
    this.beans = beans;
    this.clock = clock;
    this.lastOpen = clock.getAsLong();
    try {
      this.pattern = new ObjectName(ENDPOINTS);
    } catch (MalformedObjectNameException constant) {
      throw new IllegalStateException(constant);
    }
  }

  /**
   * Whether every endpoint seen before is open, or was closed for good while the server went on.
   */
  boolean open() {
    long now = clock.getAsLong();
    Set<ObjectName> present = beans.queryNames(pattern, null);
    seen.addAll(present);
    if (present.containsAll(seen)) {
      lastOpen = now;
    } else if (!present.isEmpty() && now - lastOpen > LONGEST_STOP.toNanos()) {
      seen.retainAll(present);
    }
    return present.containsAll(seen);
  }
}
