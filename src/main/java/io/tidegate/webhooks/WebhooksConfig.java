package io.tidegate.webhooks;

import io.tidegate.exchange.TenantId;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import io.tidegate.webhooks.address.AddressAllowlist;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom webhooks go to, and how patiently.
 *
 * @param endpoints by tenant
 * @param rules which URLs are good
 * @param schedule when and how often an event is sent
 * @param places how many are sent at once
 * @param retention how long what was delivered is kept
 * @param deadRetention how long what was not is kept
 */
record WebhooksConfig(
    Map<TenantId, Endpoint> endpoints,
    ReceiverPolicy rules,
    RetrySchedule schedule,
    DeliveryLimits places,
    Duration retention,
    Duration deadRetention) {

  /**
   * What a tenant has configured.
   *
   * @param url where it is told unless its request says otherwise, or null
   * @param secrets what is signed with, the newest first; at least one
   */
  record Endpoint(String url, List<Secret> secrets) {

    Endpoint {
      secrets = List.copyOf(secrets);
    }

    /** Without the URL, which may hold a credential of the receiver. */
    @Override
    public String toString() {
      return "an endpoint";
    }
  }

  private static final String PREFIX = "tidegate.webhooks.";
  private static final String TENANTS = PREFIX + "tenants";
  private static final String URL = "url";
  private static final String SECRET = "secret";

  WebhooksConfig {
    endpoints = Map.copyOf(endpoints);
  }

  /** The configuration that {@code settings} give. */
  static WebhooksConfig from(Settings settings) {
    ReceiverPolicy rules =
        new ReceiverPolicy(allowance(settings), settings.at(PREFIX + "plain-http").flag(false));
    return new WebhooksConfig(
        endpoints(settings, rules),
        rules,
        RetrySchedule.from(settings, PREFIX),
        new DeliveryLimits(settings.at(PREFIX + "max-running").integer(16, 1, 1000)),
        settings.at(PREFIX + "retention").duration(Duration.ofDays(7)),
        settings.at(PREFIX + "dead-retention").duration(Duration.ofDays(30)));
  }

  private static AddressAllowlist allowance(Settings settings) {
    String key = PREFIX + "allow";
    try {
      return AddressAllowlist.of(settings.list(key));
    } catch (IllegalArgumentException broken) {
      throw new SettingException(key, broken.getMessage());
    }
  }

  private static Map<TenantId, Endpoint> endpoints(Settings settings, ReceiverPolicy rules) {
    Map<TenantId, Endpoint> endpoints = new HashMap<>();
    for (String name : settings.names(TENANTS, List.of(URL, SECRET))) {
      String below = TENANTS + "." + name + ".";
      List<Secret> secrets =
          settings.required(below + SECRET, Set.of()).stream()
              .map(text -> secret(below + SECRET, text))
              .toList();
      String url = settings.text(below + URL).orElse(null);
      if (url != null) {
        check(below + URL, url, rules);
      }
      endpoints.put(tenant(below + SECRET, name), new Endpoint(url, secrets));
    }
    return endpoints;
  }

  private static Secret secret(String key, String text) {
    try {
      return Secret.parse(text);
    } catch (IllegalArgumentException broken) {
      throw new SettingException(key, broken.getMessage());
    }
  }

  private static void check(String key, String url, ReceiverPolicy rules) {
    try {
      var unused = rules.check(url);
    } catch (IllegalArgumentException broken) {
      throw new SettingException(key, broken.getMessage());
    }
  }

  private static TenantId tenant(String key, String name) {
    try {
      return new TenantId(name);
    } catch (IllegalArgumentException broken) {
      throw new SettingException(key, "is no good: " + broken.getMessage());
    }
  }
}
