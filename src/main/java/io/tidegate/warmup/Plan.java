package io.tidegate.warmup;

import io.tidegate.cache.HotKey;
import io.tidegate.cache.Wording;
import java.util.List;
import java.util.Objects;

/**
 * What a warm-up is to ask.
 *
 * @param questions in this order
 * @param unknown how many more are wanted whose words are not kept
 */
record Plan(List<Wording> questions, int unknown) {

  Plan {
    questions = List.copyOf(questions);
  }

  /** A plan for {@code hottest}. */
  static Plan of(List<HotKey> hottest) {
    List<Wording> kept = hottest.stream().map(HotKey::wording).filter(Objects::nonNull).toList();
    return new Plan(kept, hottest.size() - kept.size());
  }
}
