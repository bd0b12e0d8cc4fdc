package io.tidegate.routing.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Node;
import io.tidegate.testing.StartGate;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

  private static final long NOW = Long.MAX_VALUE;

  private final RoundRobin balancer = new RoundRobin();

  @Test
  void takesNodesInTurnByWeightWhateverTheyHaveToDo() {
    List<Node> nodes = Fleet.nodes(List.of(5, 1, 1));
    Fleet.occupy(nodes.get(0), 50);

    assertThat(Stream.generate(() -> pick(nodes).name()).limit(7))
        .containsExactly("a", "a", "b", "a", "c", "a", "a");
  }

  @Test
  void passesOverNodesThatAreNotEligible() {
    List<Node> nodes = Fleet.nodes(List.of(1, 1, 1));

    assertThat(
            Stream.generate(
                    () -> balancer.pick(new Candidates(nodes, n -> n != nodes.get(1), null, NOW)))
                .limit(4))
        .containsExactly(nodes.get(0), nodes.get(2), nodes.get(0), nodes.get(2));
    assertThat(balancer.pick(new Candidates(nodes, node -> false, null, NOW))).isNull();
    assertThat(balancer.pick(new Candidates(List.of(), node -> true, null, NOW))).isNull();
  }

  @Property(tries = 200)
  void givesEachNodeItsWeightInEveryCycle(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 50) Integer> weights) {
    List<Node> nodes = Fleet.nodes(weights);
    int[] picked = new int[nodes.size()];

    for (int i = weights.stream().mapToInt(Integer::intValue).sum(); i > 0; i--) {
      picked[nodes.indexOf(pick(nodes))]++;
    }

    assertThat(picked).isEqualTo(weights.stream().mapToInt(Integer::intValue).toArray());
  }

  @Test
  void conservesTurnsUnderThreads() throws Exception {
    List<Node> nodes = Fleet.nodes(List.of(5, 3, 2));
    AtomicLongArray picked = new AtomicLongArray(nodes.size());

    StartGate.run(
        8,
        thread -> {
          for (int i = 0; i < 5000; i++) {
            picked.incrementAndGet(nodes.indexOf(pick(nodes)));
          }
        });

    assertThat(nodes.stream().mapToLong(node -> node.moveTurn(0)).sum()).isZero();
    for (int i = 0; i < nodes.size(); i++) {
      long due = 40_000L * nodes.get(i).spec().weight();
      assertThat(nodes.get(i).moveTurn(0)).isEqualTo(100 * (due - 10 * picked.get(i)));
    }
  }

  private Node pick(List<Node> nodes) {
    return balancer.pick(new Candidates(nodes, Node::usable, null, NOW));
  }
}
