package io.tidegate.routing.nodes;

import java.net.URI;
import java.util.Map;

/** Nodes of which all is said that has no default. */
final class SampleSpecs {

  private SampleSpecs() {}

  /** The node {@code a} at {@code url} in {@code region}, which serves {@code models}. */
  static NodeSpec whole(String url, String region, Map<String, String> models) {
    return new NodeSpec(
        "a",
        URI.create(url),
        "sk-secret",
        7,
        70,
        true,
        Tier.PRIVATE,
        region,
        models,
        Billing.NONE,
        "",
        NodeDialects.ANY);
  }
}
