package io.tidegate.routing.nodes;

import io.tidegate.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How accounts are used.
 *
 * @param maxConcurrent the calls an account may have at once per model, over all servers
 * @param byName the same for accounts of which something else is said
 */
public record AccountConfig(int maxConcurrent, Map<String, Integer> byName) {

  private static final String PREFIX = "tidegate.accounts";
  private static final String LEAF = "max-concurrent";
  private static final int MOST = 100_000;

  public AccountConfig {
    byName = Map.copyOf(byName);
  }

  /**
   * The configuration that {@code settings} give; by default no bound of its own, since what an
   * account allows is learned.
   */
  public static AccountConfig from(Settings settings) {
    Map<String, Integer> byName = new TreeMap<>();
    for (String name : settings.names(PREFIX, List.of(LEAF))) {
      byName.put(name, settings.at(PREFIX + "." + name + "." + LEAF).integer(MOST, 1, MOST));
    }
    return new AccountConfig(settings.at(PREFIX + "." + LEAF).integer(MOST, 1, MOST), byName);
  }

  /** The bound for the account called {@code name}. */
  int maxConcurrent(String name) {
    return byName.getOrDefault(name, maxConcurrent);
  }
}
