package io.tidegate.routing.nodes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What was changed of a node while the gateway ran: the members that are not as configured, and no
 * others, so that a change of the configuration takes effect in all the rest.
 *
 * <p>INVARIANT: a key that the configuration gave is in no change. Immutable; the JSON it is made
 * of belongs to it.
 */
final class NodeChange {

  private static final String KEY = "apiKey";
  private static final String NAME = "name";

  private final ObjectNode members;

  private NodeChange(ObjectNode members) {
    this.members = members;
  }

  /** A change as it was kept. */
  static NodeChange of(ObjectNode members) {
    return new NodeChange(members.deepCopy());
  }

  /** The change that makes {@code spec} of what is {@code configured}, which may be null. */
  static NodeChange between(NodeSpec configured, NodeSpec spec) {
    ObjectNode members = NodeJson.write(spec);
    members.remove(NAME);
    if (configured != null) {
      ObjectNode before = NodeJson.write(configured);
      before.properties().forEach(member -> drop(members, member.getKey(), before));
    }
    if (!Objects.equals(spec.apiKey(), lent(configured, spec.url()))) {
      members.put(KEY, spec.apiKey());
    }
    return new NodeChange(members);
  }

  /**
   * The same change without what earlier versions kept beside it: the whole node, and with it the
   * key that the configuration had then.
   */
  NodeChange withoutCopies(NodeSpec configured, String name) {
    if (configured == null || !members.has(NAME)) {
      return this;
    }
    ObjectNode own = members.deepCopy();
    URI url = apply(name, configured).url();
    if (lent(configured, url) != null) {
      own.remove(KEY);
    }
    return between(configured, NodeJson.overlay(name, own, configured));
  }

  /** Whether it changes nothing. */
  boolean isEmpty() {
    return members.isEmpty();
  }

  /** Whether it tells enough of a node that nobody configured. */
  boolean isWhole() {
    return members.has("url");
  }

  /** The names of its members. */
  List<String> members() {
    List<String> names = new ArrayList<>();
    members.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The node called {@code name} that it makes of what is {@code configured}, or null. */
  NodeSpec apply(String name, NodeSpec configured) {
    return NodeJson.overlay(name, members, configured);
  }

  /** What is to be kept. */
  ObjectNode json() {
    return members.deepCopy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeChange change && change.members.equals(members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return "NodeChange" + members();
  }

  /** The key that the configuration gives to a node at {@code url}: only to its own address. */
  private static String lent(NodeSpec configured, URI url) {
    return configured != null && configured.url().equals(url) ? configured.apiKey() : null;
  }

  private static void drop(ObjectNode members, String name, ObjectNode same) {
    if (same.get(name).equals(members.get(name))) {
      members.remove(name);
    }
  }
}
