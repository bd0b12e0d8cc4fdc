package io.tidegate.routing.nodes;

import static io.tidegate.routing.balancing.NodeSketch.node;
import static io.tidegate.routing.balancing.NodeSketch.ownNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.routing.Fleet;
import io.tidegate.routing.balancing.NodeSketch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TierGroupTest {

  private final Fleet fleet = new Fleet();
  private final List<Node> nodes = new ArrayList<>();

  @Test
  void makesNoGroupOfNoNodes() {
    assertThat(TierGroup.of(List.of(), "eu")).isEmpty();
  }

  @Test
  void countsNodesThatMayNotBeGivenCallsInTheWholeWeightOnly() {
    add(ownNode("a", "m").drained());
    add(ownNode("b", "m"));
    add(ownNode("c", "m")).health().eject(fleet.clock().getAsLong());

    TierGroup group = TierGroup.of(nodes, "").get(0);

    assertThat(group.weight()).isEqualTo(3);
    assertThat(group.usableWeight()).isEqualTo(1);
    assertThat(group.health()).isEqualTo(new Spill.GroupHealth(1, 3));
  }

  @Test
  void prefersTheTierToTheRegion() {
    add(node("hired-far", "m").in("us"));
    add(node("hired-near", "m").in("eu"));
    add(ownNode("own-far", "m").in("us"));
    add(ownNode("own-near", "m").in("eu"));
    add(ownNode("own-anywhere", "m"));

    assertThat(names("eu"))
        .containsExactly(
            List.of("own-near", "own-anywhere"),
            List.of("own-far"),
            List.of("hired-near"),
            List.of("hired-far"));
  }

  @Test
  void takesAllRegionsForNearWhereTheGatewayNamesNone() {
    add(node("a", "m").in("us"));
    add(node("b", "m").in("eu"));

    assertThat(names("")).containsExactly(List.of("a", "b"));
  }

  private List<List<String>> names(String region) {
    return TierGroup.of(nodes, region).stream()
        .map(group -> group.nodes().stream().map(Node::name).toList())
        .toList();
  }

  private Node add(NodeSketch sketch) {
    Node node = fleet.add(sketch);
    nodes.add(node);
    return node;
  }
}
