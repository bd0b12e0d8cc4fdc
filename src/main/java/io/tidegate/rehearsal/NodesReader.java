package io.tidegate.rehearsal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.FailureException;
import io.tidegate.routing.nodes.Billing;
import io.tidegate.routing.nodes.InvalidNodeException;
import io.tidegate.routing.nodes.NodeDialects;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Tier;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Reads and writes the nodes of rehearsals as JSON. */
final class NodesReader {

  private static final int MOST_PLACES = 100_000;
  private static final int LONGEST_QUEUE = 1_000_000;
  private static final double HIGHEST_PRICE = 1e6;
  private static final Duration SLOWEST = Duration.ofHours(1);

  private static final Set<String> MEMBERS =
      Set.of(
          "name",
          "capacity",
          "queue",
          "first_token",
          "per_prompt_token",
          "per_token",
          "crowding",
          "jitter",
          "cached_tokens",
          "weight",
          "max_connections",
          "tier",
          "region",
          "input_price",
          "output_price");

  private NodesReader() {}

  /**
   * The node that {@code node} describes; what it does not say is as the simulator has it.
   *
   * @throws FailureException that names the field and the rule
   */
  static RehearsedNode read(JsonFields node) {
    node.only(MEMBERS);
    String name = node.text("name");
    int capacity = node.integer("capacity", 64, 1, MOST_PLACES);
    int queue = node.integer("queue", 0, 0, LONGEST_QUEUE);
    try {
      NodeSpec spec =
          new NodeSpec(
              name,
              RehearsedNode.NOWHERE,
              null,
              node.integer("weight", NodeSpec.DEFAULT_WEIGHT, 1, 1000),
              node.integer("max_connections", NodeSpec.DEFAULT_MAX_CONNECTIONS, 1, MOST_PLACES),
              false,
              tier(node),
              node.has("region") && !node.any("region").asText().isEmpty()
                  ? node.text("region")
                  : "",
              Map.of(),
              new Billing(
                  "",
                  node.number("input_price", 0, 0, HIGHEST_PRICE),
                  node.number("output_price", 0, 0, HIGHEST_PRICE)),
              "",
              NodeDialects.ANY);
      long cached = Math.round(node.number("cached_tokens", 0, 0, RehearsalReader.MOST_CACHED));
      return new RehearsedNode(spec, capacity, queue, pace(node), cached);
    } catch (InvalidNodeException broken) {
      String rule = broken.getMessage().substring(broken.field().length() + 1);
      throw node.wrong(broken.field(), rule);
    }
  }

  /** {@code node} as it can be read again. */
  static ObjectNode write(RehearsedNode node) {
    NodeSpec spec = node.spec();
    NodePace pace = node.pace();
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", node.name())
        .put("capacity", node.capacity())
        .put("queue", node.queue())
        .put("first_token", duration(pace.firstToken()))
        .put("per_prompt_token", duration(pace.perPromptToken()))
        .put("per_token", duration(pace.perToken()))
        .put("crowding", pace.crowding())
        .put("jitter", pace.jitter())
        .put("cached_tokens", node.cachedTokens())
        .put("weight", spec.weight())
        .put("max_connections", spec.maxConnections())
        .put("tier", spec.tier().label())
        .put("region", spec.region())
        .put("input_price", spec.billing().inputPrice())
        .put("output_price", spec.billing().outputPrice());
  }

  private static String duration(double nanos) {
    return Duration.ofNanos(Math.round(nanos)).toString();
  }

  private static Tier tier(JsonFields node) {
    try {
      return Tier.parse(node.text("tier", Tier.PUBLIC.label()));
    } catch (IllegalArgumentException broken) {
      throw node.wrong("tier", "must be private or public");
    }
  }

  private static NodePace pace(JsonFields node) {
    NodePace usual = PresentPool.usualPace();
    return new NodePace(
        nanos(node, "first_token", usual.firstToken()),
        nanos(node, "per_prompt_token", usual.perPromptToken()),
        nanos(node, "per_token", usual.perToken()),
        node.number("crowding", usual.crowding(), 0, 100),
        node.number("jitter", usual.jitter(), 0, 1));
  }

  private static double nanos(JsonFields node, String name, double usual) {
    return node.duration(name, Duration.ofNanos(Math.round(usual)), SLOWEST).toNanos();
  }
}
