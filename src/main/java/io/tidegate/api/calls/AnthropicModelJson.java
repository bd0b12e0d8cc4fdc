package io.tidegate.api.calls;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.ModelFacts;
import java.time.Instant;
import java.util.List;

/**
 * A model as Anthropic's API shows it.
 *
 * @param createdAt as RFC 3339 has it; the beginning of 1970 where nodes do not tell
 */
@JsonNaming(SnakeCaseStrategy.class)
record AnthropicModelJson(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String type,
    @JsonProperty(required = true) String displayName,
    @JsonProperty(required = true) String createdAt) {

  /**
   * One page of models.
   *
   * @param hasMore whether there are more in the direction that was asked for
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record AnthropicModelListJson(
      @JsonProperty(required = true) List<AnthropicModelJson> data,
      String firstId,
      String lastId,
      @JsonProperty(required = true) boolean hasMore) {

    private static AnthropicModelListJson of(List<AnthropicModelJson> page, boolean more) {
      return page.isEmpty()
          ? new AnthropicModelListJson(page, null, null, more)
          : new AnthropicModelListJson(
              page, page.get(0).id(), page.get(page.size() - 1).id(), more);
    }
  }

  /**
   * Which page of a list is asked for.
   *
   * @param afterId the id behind which it begins, or null
   * @param beforeId the id before which it ends, or null
   * @param limit how many there are to be on it, in digits; null for 20
   */
  record ModelPage(String afterId, String beforeId, String limit) {

    private static final int USUAL = 20;
    private static final int MOST = 1000;

    AnthropicModelListJson of(List<AnthropicModelJson> all) {
      int from = 0;
      int to = all.size();
      for (int i = 0; i < all.size(); i++) {
        from = all.get(i).id().equals(afterId) ? i + 1 : from;
        to = all.get(i).id().equals(beforeId) ? i : to;
      }
      List<AnthropicModelJson> left = all.subList(Math.min(from, to), to);
      int most = Math.min(left.size(), most());
      boolean backwards = beforeId != null && afterId == null;
      List<AnthropicModelJson> page =
          backwards ? left.subList(left.size() - most, left.size()) : left.subList(0, most);
      return AnthropicModelListJson.of(List.copyOf(page), most < left.size());
    }

    private int most() {
      if (limit == null) {
        return USUAL;
      }
      if (!limit.matches("[1-9]\\d{0,3}") || Integer.parseInt(limit) > MOST) {
        throw Failure.invalid("limit", "must be between 1 and " + MOST).asException();
      }
      return Integer.parseInt(limit);
    }
  }

  static AnthropicModelJson of(String id, ModelFacts facts) {
    String created = Instant.ofEpochSecond(facts.created()).toString();
    return new AnthropicModelJson(id, "model", id, created);
  }
}
