package io.tidegate.warmup;

import io.tidegate.exchange.Call;
import java.util.concurrent.CompletionStage;

/** What the cache has. */
interface CachedFreshness {

  /** What {@link #freshFor} says of a call whose answer is never stored. */
  long NEVER_STORED = -1;

  /**
   * For how many milliseconds the stored answer to {@code call} stays fresh, 0 if there is none.
   *
   * @param model the model that serves it, aliases resolved
   */
  CompletionStage<Long> freshFor(Call call, String model);
}
