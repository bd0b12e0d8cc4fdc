package io.tidegate.routing.balancing;

import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Billing;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Tier;

/** A node's description in the making: what is not said is as usual. */
public final class NodeSketch {

  private final NodeSpec base;
  private String apiKey;
  private int places = NodeSpec.DEFAULT_MAX_CONNECTIONS;
  private boolean draining;
  private Tier tier = Tier.PUBLIC;
  private String region = "";
  private Billing billing = Billing.NONE;

  private NodeSketch(NodeSpec base) {
    this.base = base;
  }

  /** A public node that serves {@code models}. */
  public static NodeSketch node(String name, String... models) {
    return new NodeSketch(Fleet.spec(name, models));
  }

  /** A private node that serves {@code models}. */
  public static NodeSketch ownNode(String name, String... models) {
    NodeSketch sketch = node(name, models);
    sketch.tier = Tier.PRIVATE;
    return sketch;
  }

  public NodeSketch withKey(String key) {
    apiKey = key;
    return this;
  }

  public NodeSketch withPlaces(int count) {
    places = count;
    return this;
  }

  public NodeSketch drained() {
    draining = true;
    return this;
  }

  public NodeSketch in(String where) {
    region = where;
    return this;
  }

  /** What a million tokens cost, in the prompt and in the answer. */
  public NodeSketch withPrices(double input, double output) {
    billing = new Billing("", input, output);
    return this;
  }

  public NodeSpec spec() {
    return new NodeSpec(
        base.name(),
        base.url(),
        apiKey,
        base.weight(),
        places,
        draining,
        tier,
        region,
        base.models(),
        billing);
  }
}
