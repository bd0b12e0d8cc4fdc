package io.tidegate.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Since when each silent member has been silent, on the nano clock. For one thread. */
final class Silence {

  private final Map<String, Long> since = new HashMap<>();

  /** Takes note of who is {@code silent} at {@code now}. */
  void look(Set<String> silent, long now) {
    since.keySet().retainAll(silent);
    silent.forEach(member -> since.putIfAbsent(member, now));
  }

  /** Whether somebody has been silent for less than {@code nanos} at {@code now}. */
  boolean isYoungerThan(long nanos, long now) {
    return since.values().stream().anyMatch(start -> now - start < nanos);
  }
}
