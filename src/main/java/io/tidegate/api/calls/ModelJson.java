package io.tidegate.api.calls;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tidegate.exchange.ModelFacts;
import java.util.List;

/**
 * A model as OpenAI's API shows it, with the longest prompt and answer in tokens, where nodes tell
 * that.
 *
 * @param maxModelLen as vLLM and SGLang tell it
 * @param contextLength as OpenRouter, Together and others tell it
 */
@JsonNaming(SnakeCaseStrategy.class)
record ModelJson(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String object,
    @JsonProperty(required = true) long created,
    @JsonProperty(required = true) String ownedBy,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long maxModelLen,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long contextLength) {

  /** All models. */
  record ModelListJson(
      @JsonProperty(required = true) String object,
      @JsonProperty(required = true) List<ModelJson> data) {}

  static ModelJson of(String id, ModelFacts facts) {
    return new ModelJson(
        id,
        "model",
        facts.created(),
        "tidegate",
        known(facts.maxModelLen()),
        known(facts.contextLength()));
  }

  private static Long known(long length) {
    return length > 0 ? (Long) length : null;
  }
}
