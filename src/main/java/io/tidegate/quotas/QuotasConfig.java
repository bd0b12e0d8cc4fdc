package io.tidegate.quotas;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.quotas.Subject.Scope;
import io.tidegate.settings.EditDistance;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import io.tidegate.usage.Money;
import io.tidegate.usage.Prices;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The quotas that the configuration sets.
 *
 * @param limits by whose they are
 * @param burst for how long the depth of a bucket would last
 */
public record QuotasConfig(Map<Subject, Limits> limits, Duration burst) {

  private static final String PREFIX = "tidegate.quotas";
  private static final String BURST = PREFIX + ".burst";
  private static final String REQUESTS = "requests-per-minute";
  private static final String TOKENS = "tokens-per-minute";
  private static final String CONCURRENT = "concurrent";
  private static final String DAY = "budget-per-day";
  private static final String MONTH = "budget-per-month";
  private static final List<String> LEAVES = List.of(REQUESTS, TOKENS, CONCURRENT, DAY, MONTH);
  private static final String KEYS = ".keys.";
  private static final String MODELS = ".models.";
  private static final Duration LONGEST_BURST = Duration.ofMinutes(1);

  public QuotasConfig {
    limits = Map.copyOf(limits);
  }

  /**
   * The configuration that {@code settings} give.
   *
   * @param tenants the names of those who may ask, or nothing where others than the settings' may
   */
  public static QuotasConfig from(Settings settings, Set<String> tenants) {
    Map<Subject, Limits> limits = new HashMap<>();
    for (String name : settings.names(PREFIX, LEAVES)) {
      String key = PREFIX + "." + name;
      Subject subject = subject(key, name);
      check(key, subject.tenant().value(), tenants);
      limits.put(
          subject,
          new Limits(
              number(settings, key + "." + REQUESTS),
              number(settings, key + "." + TOKENS),
              number(settings, key + "." + CONCURRENT),
              money(settings, key + "." + DAY),
              money(settings, key + "." + MONTH)));
    }
    limits.values().removeIf(Limits::isUnlimited);
    Duration burst = settings.at(BURST).duration(Duration.ofSeconds(5));
    if (burst.compareTo(LONGEST_BURST) > 0) {
      throw new SettingException(BURST, "must be at most " + LONGEST_BURST + ", not " + burst);
    }
    return new QuotasConfig(limits, burst);
  }

  private static Subject subject(String key, String name) {
    int keys = name.indexOf(KEYS);
    int models = name.indexOf(MODELS);
    try {
      if (keys > 0) {
        String id = new KeyId(name.substring(keys + KEYS.length())).value();
        return new Subject(new TenantId(name.substring(0, keys)), Scope.KEY, id);
      }
      return models > 0
          ? new Subject(
              new TenantId(name.substring(0, models)),
              Scope.MODEL,
              name.substring(models + MODELS.length()))
          : Subject.of(new TenantId(name));
    } catch (IllegalArgumentException broken) {
      throw new SettingException(key, "is no good: " + broken.getMessage());
    }
  }

  private static void check(String key, String tenant, Set<String> tenants) {
    if (!tenants.isEmpty() && !tenants.contains(tenant)) {
      String near =
          EditDistance.nearest(tenant, tenants)
              .map(meant -> "; did you mean " + meant + "?")
              .orElse("");
      throw new SettingException(key, "is of no tenant" + near);
    }
  }

  private static long number(Settings settings, String key) {
    return settings.text(key).isEmpty()
        ? Limits.NONE
        : settings.at(key).integer(0, 0, (int) Limits.MOST);
  }

  private static long money(Settings settings, String key) {
    return settings
        .text(key)
        .map(text -> Prices.parsed(key, text, Money::budget))
        .orElse(Limits.NONE);
  }
}
