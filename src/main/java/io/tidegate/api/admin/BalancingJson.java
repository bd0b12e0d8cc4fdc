package io.tidegate.api.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * By which strategies calls are spread.
 *
 * @param strategy for all models for which none was chosen
 * @param models the models for which one was chosen, with its name
 */
record BalancingJson(
    @JsonProperty(required = true) String strategy,
    @JsonProperty(required = true) Map<String, String> models) {}
