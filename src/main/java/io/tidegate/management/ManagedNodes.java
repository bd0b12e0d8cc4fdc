package io.tidegate.management;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeAdministration;
import io.tidegate.routing.nodes.NodeJson;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The pool of nodes for the server's administration. Thread-safe. */
final class ManagedNodes implements NodesMXBean {

  private final NodeAdministration nodes;

  /** The nodes that {@code nodes} administers. */
  ManagedNodes(NodeAdministration nodes) {
    this.nodes = requireNonNull(nodes, "nodes");
  }

  @Override
  public Map<String, String> getStates() {
    return each(Node::condition);
  }

  @Override
  public Map<String, Integer> getInFlight() {
    return each(Node::inFlight);
  }

  @Override
  public Map<String, Integer> getMaxConnections() {
    return each(node -> node.spec().maxConnections());
  }

  @Override
  public void drain(String name) {
    draining(name, true);
  }

  @Override
  public void resume(String name) {
    draining(name, false);
  }

  private void draining(String name, boolean draining) {
    var change = JsonNodeFactory.instance.objectNode().put("draining", draining);
    if (nodes.change(name, spec -> NodeJson.change(spec, change)).isEmpty()) {
      throw new IllegalArgumentException("there is no node '" + name + "'");
    }
  }

  private <T> Map<String, T> each(Function<Node, T> value) {
    Map<String, T> values = new TreeMap<>();
    nodes.all().forEach(node -> values.put(node.name(), value.apply(node)));
    return values;
  }
}
