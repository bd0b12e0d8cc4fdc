package io.tidegate.api.tenants;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.tenants.keys.KeyNetwork;
import io.tidegate.tenants.keys.KeyRecord;
import io.tidegate.tenants.keys.KeyScope;
import io.tidegate.tenants.keys.ModelPattern;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * An API key as administrators and its tenant see it; never what is known of its secret.
 *
 * @param id its public name
 * @param tenant whom it belongs to
 * @param source configuration, or api where it was made by the API
 * @param label what its owner calls it
 * @param state active, expired or revoked
 * @param created when it was made, ISO 8601; null for one of the configuration
 * @param by who made it; null for one of the configuration
 * @param expires when it ends by itself, or null
 * @param revoked when it was revoked, or null
 * @param secrets its secrets, the newest last; more than one while a rotation's overlap lasts
 * @param scope what it is good for
 * @param key the secret itself, in the answer to who made or rotated it, and never again
 */
record ApiKeyJson(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String tenant,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) String label,
    @JsonProperty(required = true) String state,
    String created,
    String by,
    String expires,
    String revoked,
    @JsonProperty(required = true) List<KeySecretJson> secrets,
    @JsonProperty(required = true) KeyScopeJson scope,
    @JsonInclude(JsonInclude.Include.NON_NULL) String key) {

  /** When a secret was made, and when it ends since there is a newer one. */
  record KeySecretJson(@JsonProperty(required = true) String created, String until) {}

  /** What a key is good for; an empty list limits nothing. */
  record KeyScopeJson(
      @JsonProperty(required = true) List<String> models,
      @JsonProperty(required = true) List<String> operations,
      @JsonProperty(required = true) List<String> dialects,
      @JsonProperty(required = true) String priority,
      @JsonProperty(required = true) boolean privateOnly,
      @JsonProperty(required = true) List<String> networks) {

    static KeyScopeJson of(KeyScope scope) {
      return new KeyScopeJson(
          scope.models().stream().map(ModelPattern::text).toList(),
          scope.operations(),
          scope.dialects(),
          scope.priority().label(),
          scope.privateOnly(),
          scope.networks().stream().map(KeyNetwork::text).toList());
    }
  }

  /** Several keys. */
  record ApiKeyListJson(
      @JsonProperty(required = true) String object,
      @JsonProperty(required = true) List<ApiKeyJson> data) {}

  /** A key that was made, as it is at {@code now}. */
  static ApiKeyJson of(KeyRecord key, Instant now) {
    return new ApiKeyJson(
        key.id().value(),
        key.tenant().value(),
        "api",
        key.label(),
        key.state(now).name().toLowerCase(Locale.ROOT),
        key.made().at().toString(),
        key.made().by(),
        text(key.expires()),
        text(key.revoked()),
        key.secrets().stream()
            .map(secret -> new KeySecretJson(text(secret.created()), text(secret.until())))
            .toList(),
        KeyScopeJson.of(key.scope()),
        null);
  }

  /** A key of the configuration. */
  static ApiKeyJson configured(KeyId id, TenantId tenant) {
    return new ApiKeyJson(
        id.value(),
        tenant.value(),
        "configuration",
        "",
        "active",
        null,
        null,
        null,
        null,
        List.of(),
        KeyScopeJson.of(KeyScope.ALL),
        null);
  }

  /** The same with the secret that nobody is told again. */
  ApiKeyJson with(String secret) {
    return new ApiKeyJson(
        id, tenant, source, label, state, created, by, expires, revoked, secrets, scope, secret);
  }

  private static String text(Instant time) {
    return time == null ? null : time.toString();
  }
}
