package io.tidegate.warmup;

import io.tidegate.cache.hot.HotKey;
import io.tidegate.cache.hot.Wording;
import java.util.List;
import java.util.Objects;

/**
 * What a warm-up is to ask.
 *
 * @param questions in this order
 * @param unknown how many more are wanted whose words are not kept
 * @param over called once when the questions are needed no more
 */
record Plan(List<Wording> questions, int unknown, Runnable over) {

  Plan {
    questions = List.copyOf(questions);
  }

  /** A plan of which nobody wants to know when it is over. */
  Plan(List<Wording> questions, int unknown) {
    this(questions, unknown, () -> {});
  }

  /** A plan for {@code hottest}. */
  static Plan of(List<HotKey> hottest) {
    List<Wording> kept = hottest.stream().map(HotKey::wording).filter(Objects::nonNull).toList();
    return new Plan(kept, hottest.size() - kept.size());
  }
}
