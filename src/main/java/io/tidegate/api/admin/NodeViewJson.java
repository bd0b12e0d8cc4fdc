package io.tidegate.api.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeSpec;
import java.util.List;
import java.util.Map;

/**
 * A node as administrators see it: what was said about it and how it fares. Its key is not shown.
 *
 * @param models the models that it was said to serve, each as {@code name} or {@code name=own}
 * @param apiKeySet whether it has a key
 * @param reason why it is in its state; left out where there is nothing to tell
 * @param inFlight the calls under way
 * @param serving the models that it serves
 */
record NodeViewJson(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String url,
    @JsonProperty(required = true) int weight,
    @JsonProperty(required = true) int maxConnections,
    @JsonProperty(required = true) boolean draining,
    @JsonProperty(required = true) String tier,
    @JsonProperty(required = true) String region,
    @JsonProperty(required = true) String account,
    @JsonProperty(required = true) double inputPrice,
    @JsonProperty(required = true) double outputPrice,
    @JsonProperty(required = true) String keyHeader,
    @JsonProperty(required = true) List<String> models,
    @JsonProperty(required = true) boolean apiKeySet,
    @JsonProperty(required = true) String state,
    @JsonInclude(JsonInclude.Include.NON_NULL) String reason,
    @JsonProperty(required = true) int inFlight,
    @JsonProperty(required = true) List<String> serving) {

  static NodeViewJson of(Node node) {
    NodeSpec spec = node.spec();
    return new NodeViewJson(
        spec.name(),
        spec.url().toString(),
        spec.weight(),
        spec.maxConnections(),
        spec.draining(),
        spec.tier().label(),
        spec.region(),
        spec.billing().account(),
        spec.billing().inputPrice(),
        spec.billing().outputPrice(),
        spec.keyHeader(),
        spec.models().entrySet().stream().map(NodeViewJson::model).toList(),
        spec.apiKey() != null,
        node.condition(),
        node.reason().orElse(null),
        node.inFlight(),
        node.models().keySet().stream().sorted().toList());
  }

  private static String model(Map.Entry<String, String> model) {
    return model.getKey().equals(model.getValue())
        ? model.getKey()
        : model.getKey() + "=" + model.getValue();
  }
}
