package io.tidegate.routing.nodes;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import io.tidegate.upstream.access.NodeGuard;
import io.tidegate.upstream.access.NodeTlsSettings;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads the nodes that {@code tidegate.nodes.<name>.*} describe. */
public final class NodeSettings {

  private static final String PREFIX = "tidegate.nodes";
  private static final List<String> LEAVES =
      Stream.of(
              NodeJson.MEMBERS.stream().skip(1).map(NodeSettings::leaf),
              Stream.of("api-key-file"),
              NodeTlsSettings.LEAVES.stream())
          .flatMap(leaves -> leaves)
          .toList();

  private NodeSettings() {}

  /** The nodes configured, by name. */
  public static List<NodeSpec> read(Settings settings) {
    return settings.names(PREFIX, LEAVES).stream().map(name -> node(settings, name)).toList();
  }

  /** The last part of the key of what {@code member} is in JSON. */
  private static String leaf(String member) {
    return member.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
  }

  private static NodeSpec node(Settings settings, String name) {
    String key = PREFIX + "." + name + ".";
    URI url =
        settings
            .at(key + "url")
            .address()
            .orElseThrow(() -> new SettingException(key + "url", "is missing"));
    NodeGuard.from(settings)
        .refusal(url)
        .ifPresent(
            rule -> {
              throw new SettingException(key + "url", rule);
            });
    try {
      return new NodeSpec(
          name,
          url,
          settings.secret(key + "api-key").orElse(null),
          settings.at(key + "weight").integer(NodeSpec.DEFAULT_WEIGHT, 1, 1000),
          settings
              .at(key + "max-connections")
              .integer(NodeSpec.DEFAULT_MAX_CONNECTIONS, 1, 100_000),
          settings.at(key + "draining").flag(false),
          tier(settings, key + "tier"),
          settings.text(key + "region").orElse(""),
          NodeSpec.parseModels(settings.list(key + "models")),
          new Billing(
              settings.text(key + "account").orElse(""),
              settings.at(key + "input-price").decimal(0, 0, 1e6),
              settings.at(key + "output-price").decimal(0, 0, 1e6)),
          settings.text(key + "key-header").orElse(""),
          NodeDialects.parse(settings.list(key + "dialects")));
    } catch (SettingException named) {
      throw named;
    } catch (IllegalArgumentException broken) {
      throw new SettingException(PREFIX + "." + name + ": " + broken.getMessage());
    }
  }

  private static Tier tier(Settings settings, String key) {
    try {
      return settings.text(key).map(Tier::parse).orElse(Tier.PUBLIC);
    } catch (IllegalArgumentException unknown) {
      throw new SettingException(key, unknown.getMessage());
    }
  }
}
