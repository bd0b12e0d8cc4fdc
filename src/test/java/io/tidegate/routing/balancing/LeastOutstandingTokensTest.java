package io.tidegate.routing.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Usage;
import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeWork;
import io.tidegate.testing.ManualClock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeastOutstandingTokensTest {

  private static final long NOW = new ManualClock(Long.MAX_VALUE).getAsLong();
  private static final long SECOND = 1_000_000_000;

  private final LeastOutstandingTokens balancer = new LeastOutstandingTokens();

  @Test
  void prefersManyShortCallsToOneLongOne() {
    List<Node> nodes = Fleet.nodes(List.of(1, 1));
    give(nodes.get(0), 100_000);
    for (int i = 0; i < 10; i++) {
      give(nodes.get(1), 1000);
    }

    assertThat(pick(nodes)).isSameAs(nodes.get(1));
  }

  @Test
  void goesByWeightAsLongAsNothingWasMeasured() {
    List<Node> nodes = Fleet.nodes(List.of(4, 1));
    give(nodes.get(0), 3000);
    give(nodes.get(1), 1000);

    assertThat(pick(nodes)).isSameAs(nodes.get(0));
  }

  @Test
  void goesByMeasuredSpeedWhateverTheWeight() {
    List<Node> nodes = Fleet.nodes(List.of(1, 1));
    compute(nodes.get(0), 10 * SECOND);
    compute(nodes.get(1), 2 * SECOND);
    give(nodes.get(0), 10_000);
    give(nodes.get(1), 30_000);

    assertThat(pick(nodes)).isSameAs(nodes.get(1));
  }

  @Test
  void takesANodeOfUnknownSpeedForAsFastAsOthersAreForTheirWeight() {
    List<Node> nodes = Fleet.nodes(List.of(1, 2));
    compute(nodes.get(0), 2 * SECOND);
    give(nodes.get(0), 10_000);
    give(nodes.get(1), 15_000);

    assertThat(pick(nodes))
        .as("half of the time for one and a half the work")
        .isSameAs(nodes.get(1));

    give(nodes.get(1), 10_000);
    assertThat(pick(nodes)).isSameAs(nodes.get(0));
  }

  @Test
  void sharesAnIdlePoolByWeight() {
    List<Node> nodes = Fleet.nodes(List.of(2, 1));

    assertThat(Stream.generate(() -> pick(nodes).name()).limit(6))
        .containsExactly("a", "b", "a", "a", "b", "a");
  }

  @Test
  void picksEligibleNodesOnly() {
    List<Node> nodes = Fleet.nodes(List.of(1, 1));
    give(nodes.get(1), 1000);

    assertThat(balancer.pick(new Candidates(nodes, node -> node == nodes.get(1), null, NOW)))
        .isSameAs(nodes.get(1));
    assertThat(balancer.pick(new Candidates(nodes, node -> false, null, NOW))).isNull();
  }

  private Node pick(List<Node> nodes) {
    return balancer.pick(new Candidates(nodes, Node::usable, null, NOW));
  }

  private static void give(Node node, long tokens) {
    NodeWork.RunningCall unused = node.work().begin(tokens, tokens, true, NOW);
  }

  /** Lets {@code node} compute a million tokens in a hundred calls of {@code total} in all. */
  private static void compute(Node node, long total) {
    for (int i = 0; i < 100; i++) {
      NodeWork.RunningCall job = node.work().begin(10_000, 10_000, true, NOW);
      job.firstContent(NOW + total / 10);
      job.ended(NOW + total / 10, Usage.NONE);
    }
  }
}
