package io.tidegate.routing.balancing;

import java.time.Duration;

/**
 * The blocks that one node probably holds: those sent to it last, for a time.
 *
 * <p>Bounded like the node's own cache. Thread-safe.
 */
final class SentBlocks {

  private static final double TRUST_STEP = 0.1;
  private static final double LEAST_TRUST = 0.05;

  private final int capacity;
  private final ExpiringMap<Long, Boolean> sent;
  private double trust = 1;

  SentBlocks(int capacity, Duration expiry) {
    this.capacity = capacity;
    this.sent = new ExpiringMap<>(capacity, expiry);
  }

  /** How many of {@code blocks}, from the first, are held. */
  synchronized int held(long[] blocks, long now) {
    int count = 0;
    while (count < blocks.length && sent.get(blocks[count], now) != null) {
      count++;
    }
    return count;
  }

  /** Notes that {@code blocks} were sent to the node. */
  synchronized void add(long[] blocks, long now) {
    // The last block first, so that a prefix is forgotten from its end, as engines do it.
    for (int i = Math.min(blocks.length, capacity) - 1; i >= 0; i--) {
      sent.put(blocks[i], true, now);
    }
  }

  /** How far the node keeps what it was sent, from 0.05 to 1. */
  synchronized double trust() {
    return trust;
  }

  /** Moves the trust a step towards {@code share}, the part of what was held that was there. */
  synchronized void learn(double share) {
    trust = Math.max(LEAST_TRUST, trust + TRUST_STEP * (Math.min(1, share) - trust));
  }

  synchronized int size() {
    return sent.size();
  }
}
