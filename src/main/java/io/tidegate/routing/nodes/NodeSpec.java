package io.tidegate.routing.nodes;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an administrator says about a node; immutable.
 *
 * @param name its name, unique in the pool
 * @param url its base address, to which {@code /chat/completions} is appended
 * @param apiKey its credential, or null; never shown
 * @param weight its share of the calls relative to others, 1 to 1000
 * @param maxConnections the calls it may have at once, 1 to 100 000
 * @param draining whether it finishes its calls and gets no new ones
 * @param tier whose capacity it is
 * @param region where it stands, or empty
 * @param models the models it serves: public name to the node's own name; empty to ask the node
 * @param billing whose account its calls run on
 * @param keyHeader the header that takes the credential as it is; empty for {@code Authorization}
 *     with {@code Bearer}
 * @param dialects the dialects it speaks
 */
public record NodeSpec(
    String name,
    URI url,
    String apiKey,
    int weight,
    int maxConnections,
    boolean draining,
    Tier tier,
    String region,
    Map<String, String> models,
    Billing billing,
    String keyHeader,
    NodeDialects dialects) {

  /** The weight of a node that says nothing. */
  public static final int DEFAULT_WEIGHT = 1;

  /** The connection threshold of a node that says nothing. */
  public static final int DEFAULT_MAX_CONNECTIONS = 100;

  /** Names that look like what they are for: the key must not take the place of another header. */
  private static final Pattern HEADER =
      Pattern.compile("(?i)authorization|[a-z0-9-]{0,60}(?:key|token|auth)[a-z0-9-]{0,60}");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public NodeSpec {
    require(NAME.matcher(name).matches(), "name", "must be 1 to 64 of A-Z a-z 0-9 . _ -");
    requireNonNull(url, "url");
    require(weight >= 1 && weight <= 1000, "weight", "must be between 1 and 1000");
    require(
        maxConnections >= 1 && maxConnections <= 100_000,
        "maxConnections",
        "must be between 1 and 100000");
    requireNonNull(tier, "tier");
    requireNonNull(region, "region");
    requireNonNull(billing, "billing");
    requireNonNull(dialects, "dialects");
    require(
        keyHeader.isEmpty() || HEADER.matcher(keyHeader).matches(),
        "keyHeader",
        "must be the name of a header for credentials, such as api-key");
    models = Map.copyOf(models);
  }

  /** A node of which only the name and the address are known. */
  public static NodeSpec of(String name, URI url) {
    return new NodeSpec(
        name,
        url,
        null,
        DEFAULT_WEIGHT,
        DEFAULT_MAX_CONNECTIONS,
        false,
        Tier.PUBLIC,
        "",
        Map.of(),
        Billing.NONE,
        "",
        NodeDialects.ANY);
  }

  /** The same node with other models. */
  public NodeSpec withModels(Map<String, String> others) {
    return with(others, dialects);
  }

  /** The same node that speaks {@code others}. */
  public NodeSpec withDialects(NodeDialects others) {
    return with(models, others);
  }

  private NodeSpec with(Map<String, String> itsModels, NodeDialects itsDialects) {
    return new NodeSpec(
        name,
        url,
        apiKey,
        weight,
        maxConnections,
        draining,
        tier,
        region,
        itsModels,
        billing,
        keyHeader,
        itsDialects);
  }

  /**
   * The models named by {@code items}, each {@code name} or {@code public name=node's name}.
   *
   * @throws IllegalArgumentException with the rule that was broken
   */
  public static Map<String, String> parseModels(Iterable<String> items) {
    Map<String, String> models = new LinkedHashMap<>();
    for (String item : items) {
      int equals = item.indexOf('=');
      String known = equals < 0 ? item : item.substring(0, equals).strip();
      String own = equals < 0 ? item : item.substring(equals + 1).strip();
      require(!known.isBlank() && !own.isBlank(), "models", "must not have an empty name");
      models.put(known, own);
    }
    return models;
  }

  /** What a call of so many tokens may cost, if that counts against the budget at all. */
  public double price(long input, long output) {
    return tier == Tier.PRIVATE ? 0 : billing.cost(input, output);
  }

  /** Whether it is known to have a beta root. */
  boolean hasBeta() {
    return dialects.betaRoot(url) != null;
  }

  /** Whether it may have what others have below a beta root, for all that is known. */
  boolean mayHaveBeta() {
    return hasBeta() || dialects.unknown(url);
  }

  @Override
  public String toString() {
    return "NodeSpec[" + name + " " + url + "]";
  }

  private static void require(boolean holds, String field, String rule) {
    if (!holds) {
      throw new InvalidNodeException(field, rule);
    }
  }
}
