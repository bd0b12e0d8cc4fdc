package io.tidegate.routing.balancing;

import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Billing;
import io.tidegate.routing.nodes.NodeDialects;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Tier;

/** A node's description in the making: what is not said is as usual. */
public final class NodeSketch {

  private final NodeSpec base;
  private String apiKey;
  private int weight;
  private int places;
  private boolean draining;
  private Tier tier;
  private String region;
  private Billing billing;

  private NodeSketch(NodeSpec base) {
    this.base = base;
    this.apiKey = base.apiKey();
    this.weight = base.weight();
    this.places = base.maxConnections();
    this.draining = base.draining();
    this.tier = base.tier();
    this.region = base.region();
    this.billing = base.billing();
  }

  /** A node as {@code base} describes it. */
  public static NodeSketch of(NodeSpec base) {
    return new NodeSketch(base);
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

  public NodeSketch withWeight(int share) {
    weight = share;
    return this;
  }

  public NodeSketch withPlaces(int count) {
    places = count;
    return this;
  }

  public NodeSketch drained() {
    return drained(true);
  }

  public NodeSketch drained(boolean drains) {
    draining = drains;
    return this;
  }

  public NodeSketch in(String where) {
    region = where;
    return this;
  }

  /** The account that it names, or empty. */
  public NodeSketch withAccount(String name) {
    billing = new Billing(name, billing.inputPrice(), billing.outputPrice());
    return this;
  }

  /** What a million tokens cost, in the prompt and in the answer. */
  public NodeSketch withPrices(double input, double output) {
    billing = new Billing(billing.account(), input, output);
    return this;
  }

  public NodeSpec spec() {
    return new NodeSpec(
        base.name(),
        base.url(),
        apiKey,
        weight,
        places,
        draining,
        tier,
        region,
        base.models(),
        billing,
        "",
        NodeDialects.ANY);
  }
}
