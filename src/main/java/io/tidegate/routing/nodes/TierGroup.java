package io.tidegate.routing.nodes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Nodes of one tier in one distance, among which a strategy chooses.
 *
 * @param tier whose capacity they are
 * @param near whether they stand in the gateway's own region
 * @param nodes at least one
 */
public record TierGroup(Tier tier, boolean near, List<Node> nodes) {

  private static final Comparator<TierGroup> NEAR_FIRST =
      Comparator.comparing(group -> !group.near());
  private static final Comparator<TierGroup> PREFERENCE =
      Comparator.comparing(TierGroup::tier).thenComparing(NEAR_FIRST);
  private static final Comparator<TierGroup> PUBLIC_FIRST =
      Comparator.comparing(TierGroup::tier).reversed().thenComparing(NEAR_FIRST);

  public TierGroup {
    nodes = List.copyOf(nodes);
  }

  /** The groups among {@code nodes} for a gateway in {@code region}, the preferred first. */
  static List<TierGroup> of(List<Node> nodes, String region) {
    return of(nodes, region, TierRule.SPILL);
  }

  /** The same where {@code rule} says what is preferred. */
  static List<TierGroup> of(List<Node> nodes, String region, TierRule rule) {
    Map<String, List<Node>> byKind = new TreeMap<>();
    for (Node node : nodes) {
      String kind = node.spec().tier() + (near(node, region) ? "/near" : "/far");
      byKind.computeIfAbsent(kind, name -> new ArrayList<>()).add(node);
    }
    return byKind.values().stream()
        .map(some -> new TierGroup(some.get(0).spec().tier(), near(some.get(0), region), some))
        .filter(group -> rule != TierRule.FORBID || group.tier() != Tier.PUBLIC)
        .sorted(rule == TierRule.FORCE ? PUBLIC_FIRST : PREFERENCE)
        .toList();
  }

  /** A node that names no region stands everywhere, and so does a gateway. */
  private static boolean near(Node node, String region) {
    String stands = node.spec().region();
    return region.isEmpty() || stands.isEmpty() || stands.equals(region);
  }

  /** How much of its weight is usable. */
  public Spill.GroupHealth health() {
    return new Spill.GroupHealth(usableWeight(), weight());
  }

  /** The weight of all nodes. */
  public long weight() {
    return nodes.stream().mapToLong(node -> node.spec().weight()).sum();
  }

  /** The weight of the nodes that may be given calls. */
  public long usableWeight() {
    return nodes.stream().filter(Node::usable).mapToLong(node -> node.spec().weight()).sum();
  }
}
