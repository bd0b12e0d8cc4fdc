package io.tidegate.routing.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Node;
import io.tidegate.testing.ToReproduce;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PowerOfTwoChoicesTest {

  private static final long NOW = Long.MAX_VALUE;

  private final long seed = new Random().nextLong();
  private final PowerOfTwoChoices balancer = new PowerOfTwoChoices(new Random(seed));

  @RegisterExtension final ToReproduce toReproduce = new ToReproduce("seed " + seed);

  @Test
  void takesTheLessLoadedOfTwoForItsWeight() {
    List<Node> nodes = Fleet.nodes(List.of(4, 1));
    Fleet.occupy(nodes.get(0), 7);
    Fleet.occupy(nodes.get(1), 2);

    for (int i = 0; i < 50; i++) {
      assertThat(pick(nodes).name()).isEqualTo("a");
    }
  }

  @Test
  void neverTakesTheMostLoadedAndSometimesEachOther() {
    List<Node> nodes = Fleet.nodes(List.of(1, 1, 1, 1));
    for (int i = 0; i < nodes.size(); i++) {
      Fleet.occupy(nodes.get(i), i);
    }

    Set<String> picked = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      picked.add(pick(nodes).name());
    }

    assertThat(picked).containsExactlyInAnyOrder("a", "b", "c");
  }

  /** With one choice the most loaded of 20 nodes would have some fourteen more than the mean. */
  @Test
  void keepsLoadsTogether() {
    List<Node> nodes = Fleet.nodes(Collections.nCopies(20, 1));

    for (int i = 0; i < 1000; i++) {
      Fleet.occupy(pick(nodes), 1);
    }

    assertThat(nodes).allSatisfy(node -> assertThat(node.inFlight()).isLessThanOrEqualTo(54));
  }

  @Test
  void takesTheLeastLoadedEligibleNodeWhenItDrawsInVain() {
    List<Node> nodes = Fleet.nodes(List.of(1, 1, 1, 1));
    Fleet.occupy(nodes.get(2), 1);
    RandomGenerator alwaysTheFirst = () -> 0L;
    PowerOfTwoChoices unlucky = new PowerOfTwoChoices(alwaysTheFirst);

    Candidates choice = new Candidates(nodes, node -> node != nodes.get(0), null, NOW);

    assertThat(unlucky.pick(choice)).isIn(nodes.get(1), nodes.get(3));
  }

  @Property(tries = 300)
  void picksAnEligibleNodeIfThereIsOne(
      @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 10) Integer> weights,
      @ForAll Set<@IntRange(max = 5) Integer> out) {
    List<Node> nodes = Fleet.nodes(weights);
    List<Node> in = nodes.stream().filter(node -> !out.contains(nodes.indexOf(node))).toList();

    Node picked = balancer.pick(new Candidates(nodes, in::contains, null, NOW));

    if (in.isEmpty()) {
      assertThat(picked).isNull();
    } else {
      assertThat(in).contains(picked);
    }
  }

  private Node pick(List<Node> nodes) {
    return balancer.pick(new Candidates(nodes, Node::usable, null, NOW));
  }
}
