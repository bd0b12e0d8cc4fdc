package io.tidegate.routing.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.settings.Addresses;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Node descriptions as JSON; a key goes in but never comes out, except into the node file. */
public final class NodeJson {

  private static final Set<String> CHANGEABLE = Set.of("weight", "draining", "maxConnections");

  /** What can be said of a node, its name first. */
  static final List<String> MEMBERS =
      List.of(
          "name",
          "url",
          "apiKey",
          "keyHeader",
          "weight",
          "maxConnections",
          "draining",
          "tier",
          "region",
          "models",
          "dialects",
          "account",
          "inputPrice",
          "outputPrice");

  private NodeJson() {}

  /** {@code spec} as an object, without its key. */
  public static ObjectNode write(NodeSpec spec) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", spec.name())
            .put("url", spec.url().toString())
            .put("weight", spec.weight())
            .put("maxConnections", spec.maxConnections())
            .put("draining", spec.draining())
            .put("tier", spec.tier().label())
            .put("region", spec.region())
            .put("account", spec.billing().account())
            .put("inputPrice", spec.billing().inputPrice())
            .put("outputPrice", spec.billing().outputPrice())
            .put("keyHeader", spec.keyHeader());
    ArrayNode models = json.putArray("models");
    spec.models()
        .forEach((known, own) -> models.add(known.equals(own) ? known : known + "=" + own));
    ArrayNode dialects = json.putArray("dialects");
    spec.dialects().items().forEach(dialects::add);
    return json;
  }

  /**
   * The node {@code name} that {@code json} describes.
   *
   * @param before the node of that name so far, or null; it lends its key if the address stays
   * @throws InvalidNodeException naming the field and the rule
   */
  public static NodeSpec read(String name, JsonNode json, NodeSpec before) {
    requireOnly(json, MEMBERS);
    if (!name.equals(text(json, "name", name))) {
      throw new InvalidNodeException("name", "must be the name in the path, or left out");
    }
    URI url = url(json);
    NodeSpec spec = NodeSpec.of(name, url);
    boolean keepKey = before != null && before.url().equals(url) && !json.has("apiKey");
    return new NodeSpec(
        name,
        url,
        keepKey ? before.apiKey() : text(json, "apiKey", null),
        integer(json, "weight", spec.weight()),
        integer(json, "maxConnections", spec.maxConnections()),
        flag(json, "draining", spec.draining()),
        tier(json),
        text(json, "region", spec.region()),
        NodeSpec.parseModels(texts(json, "models")),
        new Billing(
            text(json, "account", ""), number(json, "inputPrice"), number(json, "outputPrice")),
        text(json, "keyHeader", keepKey ? before.keyHeader() : ""),
        NodeDialects.parse(texts(json, "dialects")));
  }

  /**
   * The node {@code name} with {@code members} in the place of those of {@code configured}.
   *
   * @param configured what the rest is taken from, and the key if the address stays; null if the
   *     members are all there is
   * @throws InvalidNodeException naming the field and the rule
   */
  static NodeSpec overlay(String name, ObjectNode members, NodeSpec configured) {
    ObjectNode all = configured == null ? JsonNodeFactory.instance.objectNode() : write(configured);
    return read(name, all.setAll(members), configured);
  }

  /** {@code before} with the weight, threshold and draining that {@code json} names. */
  public static NodeSpec change(NodeSpec before, JsonNode json) {
    requireOnly(json, CHANGEABLE);
    return new NodeSpec(
        before.name(),
        before.url(),
        before.apiKey(),
        integer(json, "weight", before.weight()),
        integer(json, "maxConnections", before.maxConnections()),
        flag(json, "draining", before.draining()),
        before.tier(),
        before.region(),
        before.models(),
        before.billing(),
        before.keyHeader(),
        before.dialects());
  }

  private static void requireOnly(JsonNode json, Collection<String> members) {
    if (json == null || !json.isObject()) {
      throw new InvalidNodeException("body", "must be a JSON object");
    }
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      if (!members.contains(member.getKey())) {
        throw new InvalidNodeException(
            member.getKey(), "cannot be set here; known are " + sorted(members));
      }
    }
  }

  private static List<String> sorted(Collection<String> members) {
    return members.stream().sorted().toList();
  }

  private static URI url(JsonNode json) {
    try {
      return Addresses.parse(text(json, "url", ""));
    } catch (InvalidNodeException wrongType) {
      throw wrongType;
    } catch (IllegalArgumentException broken) {
      throw new InvalidNodeException("url", broken.getMessage());
    }
  }

  private static Tier tier(JsonNode json) {
    try {
      return Tier.parse(text(json, "tier", Tier.PUBLIC.label()));
    } catch (InvalidNodeException wrongType) {
      throw wrongType;
    } catch (IllegalArgumentException broken) {
      throw new InvalidNodeException("tier", broken.getMessage());
    }
  }

  private static List<String> texts(JsonNode json, String member) {
    JsonNode value = json.path(member);
    if (!value.isArray() && !value.isMissingNode()) {
      throw new InvalidNodeException(member, "must be an array of strings");
    }
    List<String> items = new ArrayList<>();
    for (JsonNode item : value) {
      if (!item.isTextual()) {
        throw new InvalidNodeException(member, "must be an array of strings");
      }
      items.add(item.asText());
    }
    return items;
  }

  private static String text(JsonNode json, String member, String fallback) {
    JsonNode value = json.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return fallback;
    }
    if (!value.isTextual()) {
      throw new InvalidNodeException(member, "must be a string");
    }
    return value.asText();
  }

  private static int integer(JsonNode json, String member, int fallback) {
    JsonNode value = json.path(member);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isInt()) {
      throw new InvalidNodeException(member, "must be a whole number");
    }
    return value.asInt();
  }

  private static double number(JsonNode json, String member) {
    JsonNode value = json.path(member);
    if (!value.isMissingNode() && !value.isNull() && !value.isNumber()) {
      throw new InvalidNodeException(member, "must be a number");
    }
    return value.asDouble(0);
  }

  private static boolean flag(JsonNode json, String member, boolean fallback) {
    JsonNode value = json.path(member);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isBoolean()) {
      throw new InvalidNodeException(member, "must be true or false");
    }
    return value.asBoolean();
  }
}
