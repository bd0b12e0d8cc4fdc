package io.tidegate.api.tenants;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.api.tenants.ApiKeyJson.KeyScopeJson;
import java.util.List;
import java.util.Map;

/**
 * A tenant as it sees itself.
 *
 * @param tenant its name
 * @param priority how urgent its calls are at most, by the key that was shown
 * @param privateOnly whether they go to private nodes only
 * @param key the public name of the key that was shown; empty where none is needed
 * @param scope what that key is good for
 * @param keys its keys
 * @param links where its work and what it may ask are
 */
record SelfJson(
    @JsonProperty(required = true) String tenant,
    @JsonProperty(required = true) String priority,
    @JsonProperty(required = true) boolean privateOnly,
    @JsonProperty(required = true) String key,
    @JsonProperty(required = true) KeyScopeJson scope,
    @JsonProperty(required = true) List<ApiKeyJson> keys,
    @JsonProperty(required = true) Map<String, String> links) {

  static final Map<String, String> LINKS =
      Map.of(
          "jobs", "/api/jobs",
          "batches", "/v1/batches",
          "files", "/v1/files",
          "webhooks", "/api/webhooks",
          "models", "/v1/models");
}
