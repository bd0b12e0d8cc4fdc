package io.tidegate.experiments;

import io.tidegate.cache.answer.CachePolicy;
import io.tidegate.exchange.Trial.Overrides;
import io.tidegate.routing.balancing.Strategy;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The settings of which two values can be compared; each is read anew for each call. */
public enum TrialSetting {
  /** How a node is chosen. */
  STRATEGY("tidegate.balancing.strategy") {
    @Override
    Overrides overrides(String value) {
      if (Strategy.named(value).isEmpty()) {
        throw new IllegalArgumentException(Strategy.RULE);
      }
      return new Overrides(value, null, null);
    }
  },

  /** The longest wait for a place. */
  MAX_WAIT("tidegate.admission.max-wait") {
    @Override
    Overrides overrides(String value) {
      try {
        Duration wait = Duration.parse(value);
        if (!wait.isNegative() && !wait.isZero() && wait.compareTo(LONGEST_WAIT) <= 0) {
          return new Overrides(null, wait, null);
        }
      } catch (DateTimeParseException noDuration) {
        // Told below, as one that is out of its range.
      }
      throw new IllegalArgumentException("must be a duration of more than PT0S, PT10M at most");
    }
  },

  /** Which calls are answered from the cache. */
  CACHE_MODE("tidegate.cache.mode") {
    @Override
    Overrides overrides(String value) {
      if (CachePolicy.Mode.named(value).isEmpty()) {
        throw new IllegalArgumentException(CachePolicy.Mode.RULE);
      }
      return new Overrides(null, null, value);
    }
  };

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final String key;

  TrialSetting(String key) {
    this.key = key;
  }

  /** The setting's key in the configuration. */
  public String key() {
    return key;
  }

  /** The setting of that key, if it can be tried. */
  public static Optional<TrialSetting> of(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  /** All keys, as a rule to be put behind the name of what breaks it. */
  public static String rule() {
    return Arrays.stream(values())
        .map(TrialSetting::key)
        .collect(Collectors.joining(", ", "must be one of ", ""));
  }

  /**
   * What a call has for which the setting is {@code value}.
   *
   * @throws IllegalArgumentException with the rule that the value breaks
   */
  abstract Overrides overrides(String value);
}
