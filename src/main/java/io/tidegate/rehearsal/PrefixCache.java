package io.tidegate.rehearsal;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The prefix cache of a modelled node: the blocks that it used last, as vLLM and SGLang keep them.
 * For one thread.
 */
final class PrefixCache {

  private final long most;

  /** The ids of blocks, the least recently used first. */
  private final Set<Long> blocks = new LinkedHashSet<>();

  /** An empty cache for whole blocks of {@code tokens} in all. */
  PrefixCache(long tokens) {
    this.most = tokens / Prefix.BLOCK_TOKENS;
  }

  /**
   * Takes in a prompt of {@code tokens}.
   *
   * @return how many of them were there; at least one is always computed
   */
  int use(int tokens, Prefix prefix) {
    if (most == 0) {
      return 0;
    }
    int whole = tokens / Prefix.BLOCK_TOKENS;
    int found = 0;
    while (found < whole && blocks.contains(prefix.block(found))) {
      found++;
    }
    // The last ones first, for a block is of no use without those before it.
    for (int i = whole - 1; i >= 0; i--) {
      Long id = prefix.block(i);
      blocks.remove(id);
      blocks.add(id);
    }
    while (blocks.size() > most) {
      blocks.remove(blocks.iterator().next());
    }
    return Math.min(found * Prefix.BLOCK_TOKENS, tokens - 1);
  }
}
