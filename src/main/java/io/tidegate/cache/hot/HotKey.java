package io.tidegate.cache.hot;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.key.CacheKey;

/**
 * A question that is asked often.
 *
 * @param key which
 * @param count how often, where old times count less; never too low
 * @param error by how much the count may be too high
 * @param wording what is needed to ask it again, or null if that is not kept
 */
public record HotKey(CacheKey key, double count, double error, RepeatableRequest wording) {

  public HotKey {
    requireNonNull(key, "key");
  }
}
