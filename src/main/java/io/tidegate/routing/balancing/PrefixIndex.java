package io.tidegate.routing.balancing;

import io.tidegate.exchange.Usage;
import io.tidegate.routing.nodes.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the nodes of one model probably hold in their prefix caches, by what was sent to them.
 *
 * <p>Blocks that most calls begin with count as held everywhere. What a node reports to have had
 * cached corrects what is believed of it. An expiry of ten minutes keeps 95 % of the reuse in the
 * conversation trace of Mooncake (FAST '25). Thread-safe.
 */
final class PrefixIndex {

  private static final int DEFAULT_BLOCKS = 10_000;
  private static final Duration DEFAULT_EXPIRY = Duration.ofMinutes(10);

  private final int blocks;
  private final Duration expiry;
  private final Map<Node, SentBlocks> shelves = new ConcurrentHashMap<>();
  private final CommonPrefix common = new CommonPrefix();

  PrefixIndex() {
    this(DEFAULT_BLOCKS, DEFAULT_EXPIRY);
  }

  /** An index of at most {@code blocks} for a node, each for {@code expiry} after it was sent. */
  PrefixIndex(int blocks, Duration expiry) {
    this.blocks = blocks;
    this.expiry = expiry;
  }

  /** The tokens of {@code prompt} that {@code node} was sent before, if it keeps what it should. */
  long heldTokens(Node node, Prompt prompt, long now) {
    long[] wanted = prompt.blocks();
    SentBlocks shelf = shelves.get(node);
    int held = shelf == null ? 0 : shelf.held(wanted, now);
    return (long) common.leading(wanted, held) * prompt.blockTokens();
  }

  /** The tokens of {@code prompt} that {@code node} will probably not have to compute. */
  long matchedTokens(Node node, Prompt prompt, long now) {
    return Math.round(heldTokens(node, prompt, now) * trust(node));
  }

  /** How far {@code node} keeps what it was sent, from 0.05 to 1; 1 as long as it says nothing. */
  double trust(Node node) {
    SentBlocks shelf = shelves.get(node);
    return shelf == null ? 1 : shelf.trust();
  }

  /** Notes that {@code prompt} is being sent to {@code node}. */
  void add(Node node, Prompt prompt, long now) {
    long[] sent = prompt.blocks();
    common.add(sent);
    shelves.computeIfAbsent(node, one -> new SentBlocks(blocks, expiry)).add(sent, now);
  }

  /**
   * Learns from what {@code node} reported for a prompt of which it held {@code predicted}, a share
   * of the prompt from 0 to 1. Shares and not tokens, since prompts are measured by estimate.
   */
  void reported(Node node, double predicted, Usage usage) {
    SentBlocks shelf = shelves.get(node);
    if (shelf == null || predicted <= 0 || usage.cached() < 0 || usage.input() <= 0) {
      return;
    }
    shelf.learn((double) usage.cached() / usage.input() / predicted);
  }

  /** Forgets all nodes but {@code nodes}. */
  void retain(Collection<Node> nodes) {
    shelves.keySet().retainAll(nodes);
  }

  /** The number of nodes of which anything is known. */
  int size() {
    return shelves.size();
  }
}
