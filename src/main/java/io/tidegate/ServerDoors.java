package io.tidegate;

import java.util.HashSet;
import java.util.Set;
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
final class ServerDoors {

  private static final String ENDPOINTS = "WebSphere:feature=channelfw,type=endpoint,name=*";

  private final MBeanServer beans;
  private final ObjectName pattern;
  private final Set<ObjectName> seen = new HashSet<>();

  /** The doors of the server whose MBeans are in {@code beans}. */
  ServerDoors(MBeanServer beans) {
    this.beans = beans;
    try {
      this.pattern = new ObjectName(ENDPOINTS);
    } catch (MalformedObjectNameException constant) {
      throw new IllegalStateException(constant);
    }
  }

  /** Whether every endpoint ever seen is open. */
  boolean open() {
    Set<ObjectName> present = beans.queryNames(pattern, null);
    seen.addAll(present);
    return present.containsAll(seen);
  }
}
