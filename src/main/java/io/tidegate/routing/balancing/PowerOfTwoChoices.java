package io.tidegate.routing.balancing;

import static java.util.Objects.requireNonNull;

import io.tidegate.routing.nodes.Node;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Of two nodes drawn at random, the one with fewer calls for its weight.
 *
 * <p>For several gateways in front of the same nodes: whoever takes the least loaded of all joins
 * the herd of those who saw the same (Mitzenmacher 2001). Nodes that are not eligible are drawn
 * again, five times as in Finagle; then the least loaded that is eligible is taken.
 */
public final class PowerOfTwoChoices implements Balancer {

  private static final int MOST_DRAWS = 5;

  private final Balancer leastLoaded = new WeightedLeastConnections();
  private final RandomGenerator random;

  /** A strategy that draws by {@code random}, which must be thread-safe. */
  public PowerOfTwoChoices(RandomGenerator random) {
    this.random = requireNonNull(random, "random");
  }

  @Override
  public Node pick(Candidates choice) {
    List<Node> nodes = choice.nodes();
    if (nodes.size() < 2) {
      return leastLoaded.pick(choice);
    }
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      int first = random.nextInt(nodes.size());
      int second = random.nextInt(nodes.size() - 1);
      Node one = nodes.get(first);
      Node other = nodes.get(second < first ? second : second + 1);
      if (choice.eligible().test(one) && choice.eligible().test(other)) {
        return less(one, other, choice.now());
      }
    }
    return leastLoaded.pick(choice);
  }

  private static Node less(Node one, Node other, long now) {
    long ones = one.inFlight() * other.effectiveWeight(now);
    long others = other.inFlight() * one.effectiveWeight(now);
    return ones <= others ? one : other;
  }
}
