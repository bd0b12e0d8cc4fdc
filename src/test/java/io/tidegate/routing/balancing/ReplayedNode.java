package io.tidegate.routing.balancing;

import io.tidegate.exchange.Usage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A node as a model: it computes prompts first come, first served, at a fixed speed, keeps the
 * blocks it used last, and then takes the same time for each token whatever else it does.
 */
public final class ReplayedNode {

  private static final double NANOS = 1e9;

  private final Machine machine;

  /** Whether each block is there, the least recently used first. */
  private final Map<Long, Boolean> cache = new LinkedHashMap<>(16, 0.75f, true);

  private long freeAt;
  private long computed;

  ReplayedNode(Machine machine) {
    this.machine = machine;
  }

  /**
   * What a node can do.
   *
   * @param prefill prompt tokens a second, all calls together
   * @param decode output tokens a second of each call
   * @param cachedBlocks the blocks it keeps
   */
  public record Machine(double prefill, double decode, int cachedBlocks) {

    /** A machine with a cache of 10 000 blocks. */
    public Machine(double prefill, double decode) {
      this(prefill, decode, 10_000);
    }
  }

  /** When a call's first token comes, when its last, and what is reported with that. */
  record Service(long firstContent, long end, Usage usage) {}

  /**
   * Takes a call that comes at {@code now}. As calls keep their order, when it will be served and
   * what will be cached by then is fixed already.
   */
  Service take(Trace.Arrival call, long now) {
    int hits = 0;
    while (hits < call.blocks().length && cache.containsKey(call.blocks()[hits])) {
      hits++;
    }
    for (int i = call.blocks().length - 1; i >= 0; i--) {
      cache.put(call.blocks()[i], true);
    }
    while (cache.size() > machine.cachedBlocks()) {
      cache.remove(cache.keySet().iterator().next());
    }
    long cached = Math.min((long) hits * Trace.BLOCK_TOKENS, call.input() - 1);
    long uncached = call.input() - cached;
    computed += uncached;
    freeAt = Math.max(freeAt, now) + Math.round(uncached / machine.prefill() * NANOS);
    return new Service(
        freeAt,
        freeAt + Math.round(call.output() / machine.decode() * NANOS),
        new Usage(call.input(), cached, call.output()));
  }

  /** The prompt tokens computed for the calls taken. */
  long computed() {
    return computed;
  }
}
