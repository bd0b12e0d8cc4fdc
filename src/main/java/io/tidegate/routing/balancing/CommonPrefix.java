package io.tidegate.routing.balancing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The blocks with which at least half of the recent calls begin, such as a shared system prompt.
 *
 * <p>They say nothing about where a call belongs: if they did, all calls would go to one node.
 * Thread-safe.
 */
final class CommonPrefix {

  private static final int CALLS = 256;
  private static final int HALF = CALLS / 2;

  /** More than any system prompt: 64 KiB of text. */
  private static final int DEEPEST = 64;

  private final long[][] recent = new long[CALLS][];
  private final Map<Long, Integer> counts = new HashMap<>();
  private final Set<Long> common = ConcurrentHashMap.newKeySet();
  private int next;

  /** Notes a call that begins with {@code blocks}. */
  synchronized void add(long[] blocks) {
    long[] leading = Arrays.copyOf(blocks, Math.min(blocks.length, DEEPEST));
    long[] oldest = recent[next];
    recent[next] = leading;
    next = (next + 1) % CALLS;
    for (long block : leading) {
      if (counts.merge(block, 1, Integer::sum) == HALF) {
        common.add(block);
      }
    }
    if (oldest != null) {
      forget(oldest);
    }
  }

  /**
   * How many of {@code blocks}, from the first, are common, and at least {@code known}.
   *
   * <p>As a block's hash covers all before it, no block is less common than a later one, and those
   * before {@code known} need not be looked at.
   */
  int leading(long[] blocks, int known) {
    int count = known;
    while (count < blocks.length && common.contains(blocks[count])) {
      count++;
    }
    return count;
  }

  private void forget(long[] blocks) {
    for (long block : blocks) {
      Integer left = counts.computeIfPresent(block, (key, n) -> n == 1 ? null : n - 1);
      if (left == null || left < HALF) {
        common.remove(block);
      }
    }
  }
}
