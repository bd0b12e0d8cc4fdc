package io.tidegate.warmup;

import io.tidegate.cache.hot.HotKey;
import io.tidegate.cache.hot.RepeatableRequest;
import java.util.List;
import java.util.Objects;

/**
 * What a warm-up is to ask.
 *
 * @param questions in this order
 * @param unknown how many more are wanted whose words are not kept
 * @param over called once when the questions are needed no more
 */
record WarmupPlan(List<RepeatableRequest> questions, int unknown, Runnable over) {

  WarmupPlan {
    questions = List.copyOf(questions);
  }

  /** A plan of which nobody wants to know when it is over. */
  WarmupPlan(List<RepeatableRequest> questions, int unknown) {
    this(questions, unknown, () -> {});
  }

  /** A plan for {@code hottest}. */
  static WarmupPlan of(List<HotKey> hottest) {
    List<RepeatableRequest> kept =
        hottest.stream().map(HotKey::wording).filter(Objects::nonNull).toList();
    return new WarmupPlan(kept, hottest.size() - kept.size());
  }
}
