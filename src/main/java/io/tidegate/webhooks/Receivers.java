package io.tidegate.webhooks;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.settings.Settings;
import io.tidegate.webhooks.WebhooksConfig.Endpoint;
import java.util.Optional;

/** Where tenants want to be told. Thread-safe. */
public final class Receivers {

  private static final String FIELD = "webhook";

  private final WebhooksConfig config;

  Receivers(WebhooksConfig config) {
    this.config = requireNonNull(config, "config");
  }

  /** The targets that {@code settings} give. */
  public static Receivers from(Settings settings) {
    return new Receivers(WebhooksConfig.from(settings));
  }

  /**
   * Where {@code tenant} is told of something.
   *
   * @param asked the URL that it gave with its request, or null for its configured one
   * @return nothing if it gave none and has none
   * @throws FailureException if the URL is none, or the tenant has no secret to sign with; names
   *     the field
   */
  public Optional<String> of(TenantId tenant, String asked) {
    Endpoint endpoint = config.endpoints().get(tenant);
    if (asked == null) {
      return Optional.ofNullable(endpoint).map(Endpoint::url);
    }
    if (endpoint == null) {
      throw refused("needs a secret to sign with, which the server's operator gives you");
    }
    try {
      var unused = config.rules().check(asked);
    } catch (IllegalArgumentException broken) {
      throw refused(broken.getMessage());
    }
    return Optional.of(asked);
  }

  private static FailureException refused(String rule) {
    return Failure.invalid(FIELD, rule).asException();
  }
}
