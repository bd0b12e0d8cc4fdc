package io.tidegate.work;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.Settings;
import java.util.EnumMap;
import java.util.Map;

/**
 * The most threads of each pool, as {@code server.xml} reads them too.
 *
 * @param most for each pool, from its least to 1000
 */
public record PoolsConfig(Map<PoolName, Integer> most) {

  private static final String PREFIX = "tidegate.pools.";
  private static final int MOST = 1000;

  /** A configuration that has a size for every pool. */
  public PoolsConfig {
    requireNonNull(most, "most");
    for (PoolName pool : PoolName.values()) {
      requireNonNull(most.get(pool), pool.label());
    }
    most = Map.copyOf(most);
  }

  /** The sizes that {@code settings} give. */
  public static PoolsConfig from(Settings settings) {
    Map<PoolName, Integer> most = new EnumMap<>(PoolName.class);
    for (PoolName pool : PoolName.values()) {
      most.put(
          pool, settings.at(PREFIX + pool.label()).integer(pool.threads(), pool.least(), MOST));
    }
    return new PoolsConfig(most);
  }
}
