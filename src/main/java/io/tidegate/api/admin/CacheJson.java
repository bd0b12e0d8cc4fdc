package io.tidegate.api.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.cache.CacheView;
import io.tidegate.cache.tiers.PurgeScope;
import java.util.List;
import java.util.Locale;

/**
 * The cache as an administrator sees it: this server's figures since its start.
 *
 * @param l1 the answers on this server's heap
 * @param l2 the answers that the servers share
 * @param flights answers that are being made now
 * @param collapsed calls that joined another's answer
 * @param stale calls that got a stale answer
 * @param top the questions asked most
 */
record CacheJson(
    @JsonProperty(required = true) HeapTierJson l1,
    @JsonProperty(required = true) SharedTierJson l2,
    @JsonProperty(required = true) long flights,
    @JsonProperty(required = true) long collapsed,
    @JsonProperty(required = true) long stale,
    @JsonProperty(required = true) TopQuestionsJson top) {

  /** The answers on this server's heap. */
  record HeapTierJson(
      @JsonProperty(required = true) long entries,
      @JsonProperty(required = true) long bytes,
      @JsonProperty(required = true) long maxBytes,
      @JsonProperty(required = true) long hits,
      @JsonProperty(required = true) long misses,
      @JsonProperty(required = true) double hitRatio,
      @JsonProperty(required = true) long evictions) {

    static HeapTierJson of(CacheView.Heap heap) {
      return new HeapTierJson(
          heap.entries(),
          heap.bytes(),
          heap.maxBytes(),
          heap.hits(),
          heap.misses(),
          heap.hitRatio(),
          heap.evictions());
    }
  }

  /** The answers that the servers share. */
  record SharedTierJson(
      @JsonProperty(required = true) boolean present,
      @JsonProperty(required = true) long hits,
      @JsonProperty(required = true) long misses,
      @JsonProperty(required = true) double hitRatio,
      @JsonProperty(required = true) long failures) {

    static SharedTierJson of(CacheView.Shared shared) {
      return new SharedTierJson(
          shared.present(), shared.hits(), shared.misses(), shared.hitRatio(), shared.failures());
    }
  }

  /** The questions asked most, and those whose answers take most room. */
  record TopQuestionsJson(
      @JsonProperty(required = true) List<HotQuestionJson> byHits,
      @JsonProperty(required = true) List<HotQuestionJson> byBytes) {}

  /**
   * A question, as its hash.
   *
   * @param bytes about how many bytes its answer takes, 0 if it is not here
   */
  record HotQuestionJson(
      @JsonProperty(required = true) String key,
      @JsonProperty(required = true) long hits,
      @JsonProperty(required = true) long bytes,
      @JsonProperty(required = true) String model) {

    static HotQuestionJson of(CacheView.Hot hot) {
      return new HotQuestionJson(hot.key(), hot.hits(), hot.bytes(), hot.model());
    }
  }

  /** What was purged, in words. */
  record CachePurgeJson(@JsonProperty(required = true) String purged) {}

  static CacheJson of(CacheView view) {
    return new CacheJson(
        HeapTierJson.of(view.l1()),
        SharedTierJson.of(view.l2()),
        view.calls().flights(),
        view.calls().collapsed(),
        view.calls().stale(),
        new TopQuestionsJson(questions(view.byHits()), questions(view.byBytes())));
  }

  /** Says what was purged. */
  static CachePurgeJson of(PurgeScope purged) {
    String what = purged.kind().name().toLowerCase(Locale.ROOT);
    return new CachePurgeJson(purged.value().isEmpty() ? what : what + " " + purged.value());
  }

  private static List<HotQuestionJson> questions(List<CacheView.Hot> hot) {
    return hot.stream().map(HotQuestionJson::of).toList();
  }
}
