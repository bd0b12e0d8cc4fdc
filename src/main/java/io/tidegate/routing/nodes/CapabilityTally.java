package io.tidegate.routing.nodes;

import java.util.concurrent.atomic.AtomicLong;

/** How one capability has fared at all nodes together, ever. Thread-safe. */
final class CapabilityTally {

  private final AtomicLong served = new AtomicLong();
  private final AtomicLong surprises = new AtomicLong();

  /** A node has answered a call. */
  void served() {
    served.incrementAndGet();
  }

  /** A node where things went well has failed a call, and no other node says anything of it. */
  void surprised() {
    surprises.incrementAndGet();
  }

  long allServed() {
    return served.get();
  }

  long allSurprises() {
    return surprises.get();
  }
}
