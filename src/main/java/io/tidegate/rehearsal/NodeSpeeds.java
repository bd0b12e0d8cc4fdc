package io.tidegate.rehearsal;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How fast nodes were of late, from streams that they answered: a line through times to the first
 * token by uncached prompt tokens (least squares), and the mean time of further tokens.
 *
 * <p>What nodes let calls wait for is in it. Older answers weigh less. Thread-safe.
 */
final class NodeSpeeds {

  /** Of how many answers something is said. */
  private static final int ENOUGH = 20;

  /** Nodes come and go; the ones longest unheard of are forgotten. */
  private static final int MOST_NODES = 1_000;

  /** What each further answer leaves of the weight of those before: a thousand or so count. */
  private static final double KEPT = 0.999;

  private final Map<String, Sums> byNode = new LinkedHashMap<>(16, 0.75f, true);

  /** Weighted sums over the answers of a node. */
  private static final class Sums {
    private int answers;
    private double weight;
    private double prompt;
    private double promptSquared;
    private double first;
    private double both;
    private double tokens;
    private double decoding;

    private void add(double uncached, double firstNanos, double further, double nanos) {
      answers++;
      weight = weight * KEPT + 1;
      prompt = prompt * KEPT + uncached;
      promptSquared = promptSquared * KEPT + uncached * uncached;
      first = first * KEPT + firstNanos;
      both = both * KEPT + uncached * firstNanos;
      tokens = tokens * KEPT + further;
      decoding = decoding * KEPT + nanos;
    }

    private NodePace pace(double jitter) {
      double spread = weight * promptSquared - prompt * prompt;
      double slope = spread <= 0 ? 0 : Math.max(0, (weight * both - prompt * first) / spread);
      double base = (first - slope * prompt) / weight;
      if (base < 0) {
        base = 0;
        slope = first / prompt;
      }
      return new NodePace(base, slope, tokens == 0 ? 0 : decoding / tokens, 0, jitter);
    }
  }

  /**
   * A node has answered a stream in full.
   *
   * @param head what was known of the answer at its first content
   * @param decoding nanoseconds from first content to the end
   */
  synchronized void saw(AnswerHead head, Usage usage, long decoding) {
    if (usage.input() <= 0 || usage.output() <= 0) {
      return;
    }
    Sums sums = byNode.computeIfAbsent(head.node(), name -> new Sums());
    long uncached = usage.input() - Math.max(0, Math.min(usage.input(), usage.cached()));
    sums.add(
        (double) uncached,
        (double) head.firstContent(),
        (double) usage.output() - 1,
        (double) Math.max(0, decoding));
    if (byNode.size() > MOST_NODES) {
      byNode.remove(byNode.keySet().iterator().next());
    }
  }

  /** How fast {@code node} was, with {@code jitter}; nothing if it answered too little. */
  synchronized Optional<NodePace> of(String node, double jitter) {
    Sums sums = byNode.get(node);
    return sums == null || sums.answers < ENOUGH
        ? Optional.empty()
        : Optional.of(sums.pace(jitter));
  }
}
