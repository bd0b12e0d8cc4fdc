package io.tidegate.api.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeSpec;
import java.time.Instant;
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
 * @param share its part of the attempts of the last minute, or null while there were none
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
    @JsonProperty(required = true) List<String> dialects,
    @JsonProperty(required = true) boolean apiKeySet,
    @JsonProperty(required = true) String state,
    @JsonInclude(JsonInclude.Include.NON_NULL) String reason,
    @JsonProperty(required = true) int inFlight,
    @JsonProperty(required = true) List<String> serving,
    Double share,
    @JsonProperty(required = true) double attemptsPerSecond,
    @JsonProperty(required = true) double failuresPerSecond,
    @JsonProperty(required = true) List<NodeLimitJson> limits) {

  /**
   * What was learned of a model at a node; what is not known is null.
   *
   * @param speed its tokens per second
   * @param lastMove why the limit moved last
   */
  record NodeLimitJson(
      @JsonProperty(required = true) String model,
      @JsonProperty(required = true) String operation,
      @JsonProperty(required = true) int inFlight,
      @JsonProperty(required = true) int limit,
      @JsonProperty(required = true) double speed,
      String lastMove,
      Instant movedAt,
      @JsonProperty(required = true) String breaker) {}

  static NodeViewJson of(
      Node node,
      Double share,
      double attemptsPerSecond,
      double failuresPerSecond,
      List<NodeLimitJson> limits) {
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
        spec.dialects().items(),
        spec.apiKey() != null,
        node.condition(),
        node.reason().orElse(null),
        node.inFlight(),
        node.models().keySet().stream().sorted().toList(),
        share,
        attemptsPerSecond,
        failuresPerSecond,
        limits);
  }

  private static String model(Map.Entry<String, String> model) {
    return model.getKey().equals(model.getValue())
        ? model.getKey()
        : model.getKey() + "=" + model.getValue();
  }
}
