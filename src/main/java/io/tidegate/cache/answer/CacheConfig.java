package io.tidegate.cache.answer;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How answers are cached.
 *
 * @param maxBytes what this server keeps on its heap
 * @param maxEntry the largest answer that is kept there, in bytes
 * @param maxShared the largest that is kept in the shared tier
 * @param patience how long a call waits for one that another server makes
 * @param beta how early hot answers are renewed; 0: not before they are stale (XFetch)
 * @param usual the policy of models without one of their own
 * @param policies policies by model
 */
public record CacheConfig(
    int maxBytes,
    int maxEntry,
    int maxShared,
    Duration patience,
    double beta,
    CachePolicy usual,
    Map<String, CachePolicy> policies) {

  private static final String PREFIX = "tidegate.cache";
  private static final String MODELS = PREFIX + ".models";
  private static final List<String> LEAVES =
      List.of("mode", "ttl", "stale-while-revalidate", "stale-if-error", "shared-by-tenants");

  public CacheConfig {
    requireNonNull(patience, "patience");
    requireNonNull(usual, "usual");
    policies = Map.copyOf(policies);
  }

  /** The configuration that {@code settings} give. */
  public static CacheConfig from(Settings settings) {
    CachePolicy usual = CachePolicy.from(settings, PREFIX, CachePolicy.DEFAULT);
    Map<String, CachePolicy> policies = new TreeMap<>();
    for (String model : settings.names(MODELS, LEAVES)) {
      policies.put(model, CachePolicy.from(settings, MODELS + "." + model, usual));
    }
    return new CacheConfig(
        settings.at(PREFIX + ".max-size").bytes(64 << 20),
        settings.at(PREFIX + ".max-entry-size").bytes(1 << 20),
        settings.at(PREFIX + ".max-shared-entry-size").bytes(64 << 10),
        settings.at(PREFIX + ".wait").window(Duration.ofSeconds(10)),
        settings.at(PREFIX + ".early-refresh").decimal(1, 0, 10),
        usual,
        policies);
  }

  /** The policy for {@code model}. */
  public CachePolicy policy(String model) {
    return policies.getOrDefault(model, usual);
  }

  /** The longest time for which any answer is of any use. */
  public Duration usable() {
    Duration longest = usual.usable();
    for (CachePolicy policy : policies.values()) {
      longest = longest.compareTo(policy.usable()) > 0 ? longest : policy.usable();
    }
    return longest;
  }
}
