package io.tidegate.routing.balancing;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.exchange.Permit;
import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.RoutingConfig;
import io.tidegate.testing.StartGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WeightedLeastConnectionsTest {

  private static final int MOST_CALLS = 100_000;
  private static final int SCALE = 100;
  private static final long NOW = Long.MAX_VALUE;

  private final RoutingConfig config = Fleet.config(Map.of());
  private final WeightedLeastConnections balancer = new WeightedLeastConnections();

  @Test
  void picksTheNodeWithTheFewestCallsForItsWeight() {
    List<Node> nodes = nodes(1, 4, 2);
    Fleet.occupy(nodes.get(0), 1);
    Fleet.occupy(nodes.get(1), 3);
    Fleet.occupy(nodes.get(2), 2);

    assertThat(pick(nodes)).isEqualTo("b");
  }

  @Test
  void tellsLoadsApartThatDifferByOneCallInAHundredThousand() {
    List<Node> nodes = nodes(1000, 999);
    Fleet.occupy(nodes.get(0), 100_000);
    List<Permit> second = Fleet.occupy(nodes.get(1), 99_901);

    assertThat(pick(nodes))
        .as("100 calls for each 1 of weight against a little more")
        .isEqualTo("a");
    second.subList(0, 2).forEach(Permit::close);
    assertThat(pick(nodes))
        .as("100 calls for each 1 of weight against a little less")
        .isEqualTo("b");
  }

  @Test
  void givesTiesToNodesInTurnByWeightAsNginxDoes() {
    List<Node> nodes = nodes(5, 1, 1);

    assertThat(picks(nodes, 14))
        .containsExactly("a", "a", "b", "a", "c", "a", "a", "a", "a", "b", "a", "c", "a", "a");
  }

  @Test
  void breaksTiesAmongTheLeastLoadedOnly() {
    List<Node> nodes = nodes(1, 1, 1);
    Fleet.occupy(nodes.get(1), 1);

    assertThat(picks(nodes, 4)).containsExactly("a", "c", "a", "c");
  }

  @Test
  void givesLoadedNodesOfEqualLoadForTheirWeightTheirTurnByWeight() {
    List<Node> nodes = nodes(2, 1);
    Fleet.occupy(nodes.get(0), 4);
    Fleet.occupy(nodes.get(1), 2);

    assertThat(picks(nodes, 6)).containsExactly("a", "b", "a", "a", "b", "a");
  }

  @Test
  void givesSharesExactlyByWeight() {
    List<Node> nodes = nodes(5, 3, 2);

    Map<String, Long> shares =
        picks(nodes, 10_000).stream().collect(groupingBy(name -> name, counting()));

    assertThat(shares).isEqualTo(Map.of("a", 5000L, "b", 3000L, "c", 2000L));
  }

  @Test
  void spreadsHeldCallsByWeightToo() {
    List<Node> nodes = nodes(5, 3, 2);

    IntStream.range(0, 1000).forEach(i -> Fleet.occupy(node(nodes, pick(nodes)), 1));

    assertThat(nodes).extracting(Node::inFlight).containsExactly(500, 300, 200);
  }

  @Test
  void passesOverNodesThatAreNotEligible() {
    List<Node> nodes = nodes(5, 1, 1);
    Predicate<Node> notFirst = node -> !node.name().equals("a");

    assertThat(
            Stream.generate(() -> balancer.pick(new Candidates(nodes, notFirst, null, NOW)).name())
                .limit(4))
        .containsExactly("b", "c", "b", "c");
  }

  @Test
  void picksNothingWhenNoNodeIsEligible() {
    assertThat(balancer.pick(new Candidates(nodes(1, 2), node -> false, null, NOW))).isNull();
    assertThat(balancer.pick(new Candidates(List.of(), Node::usable, null, NOW))).isNull();
  }

  /**
   * Every pick among tied nodes adds its weight to each turn and takes their sum from one. So, over
   * N picks among the same nodes, {@code turn = weight * N - sum of weights * picks of the node}:
   * no turn is lost under a race, and as turns stay small, shares stay exact.
   */
  @Test
  void keepsSharesAndConservesTurnsUnderThreads() throws Exception {
    int threads = 8;
    int each = 5000;
    int[] weights = {5, 3, 2};
    List<Node> nodes = nodes(weights);
    AtomicLongArray picked = new AtomicLongArray(nodes.size());

    StartGate.run(
        threads,
        thread -> {
          for (int i = 0; i < each; i++) {
            picked.incrementAndGet(
                nodes.indexOf(balancer.pick(new Candidates(nodes, Node::usable, null, NOW))));
          }
        });

    long all = (long) threads * each;
    for (int i = 0; i < weights.length; i++) {
      assertThat(nodes.get(i).moveTurn(0))
          .isEqualTo(SCALE * (weights[i] * all - 10 * picked.get(i)));
      assertThat((double) picked.get(i) / all).isCloseTo(weights[i] / 10.0, within(0.01));
    }
    assertThat(sumOfTurns(nodes)).isZero();
  }

  /** Whoever is tied at the moment, what a pick adds to turns it takes from one of them. */
  @Test
  void conservesTurnsWhileCallsComeAndGoUnderThreads() throws Exception {
    List<Node> nodes = nodes(5, 3, 2);

    StartGate.run(
        8,
        thread -> {
          for (int i = 0; i < 3000; i++) {
            balancer
                .pick(new Candidates(nodes, Node::usable, null, NOW))
                .tryAcquire()
                .orElseThrow()
                .close();
          }
        });

    assertThat(sumOfTurns(nodes)).isZero();
    assertThat(nodes).allSatisfy(node -> assertThat(node.inFlight()).isZero());
  }

  @Property(tries = 200)
  void givesEachNodeItsWeightInEveryCycle(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 50) Integer> weights) {
    List<Node> nodes = nodes(weights.stream().mapToInt(Integer::intValue).toArray());
    int cycle = weights.stream().mapToInt(Integer::intValue).sum();

    for (int repetition = 0; repetition < 2; repetition++) {
      Map<String, Long> shares =
          picks(nodes, cycle).stream().collect(groupingBy(name -> name, counting()));

      for (int i = 0; i < nodes.size(); i++) {
        assertThat(shares.get(nodes.get(i).name())).isEqualTo(weights.get(i).longValue());
      }
    }
    assertThat(sumOfTurns(nodes)).isZero();
  }

  @Property(tries = 300)
  void neverPicksANodeWhileAnotherHasFewerCallsForItsWeight(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 1000) Integer> weights,
      @ForAll long seed) {
    List<Node> nodes = nodes(weights.stream().mapToInt(Integer::intValue).toArray());
    Random random = new Random(seed);
    nodes.forEach(node -> Fleet.occupy(node, random.nextInt(30)));

    for (int i = 0; i < 50; i++) {
      Node picked = balancer.pick(new Candidates(nodes, Node::usable, null, NOW));
      for (Node other : nodes) {
        assertThat((long) picked.inFlight() * other.spec().weight())
            .isLessThanOrEqualTo((long) other.inFlight() * picked.spec().weight());
      }
      Fleet.occupy(picked, 1);
    }
  }

  private List<Node> nodes(int... weights) {
    List<Node> nodes = new ArrayList<>();
    for (int weight : weights) {
      String name = String.valueOf((char) ('a' + nodes.size()));
      nodes.add(new Node(Fleet.sized(Fleet.spec(name, "m"), weight, MOST_CALLS), config));
    }
    return nodes;
  }

  private static Node node(List<Node> nodes, String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }

  private String pick(List<Node> nodes) {
    return balancer.pick(new Candidates(nodes, Node::usable, null, NOW)).name();
  }

  private List<String> picks(List<Node> nodes, int count) {
    return Stream.generate(() -> pick(nodes)).limit(count).toList();
  }

  private static long sumOfTurns(List<Node> nodes) {
    return nodes.stream().mapToLong(node -> node.moveTurn(0)).sum();
  }
}
