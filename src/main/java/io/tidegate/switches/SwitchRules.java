package io.tidegate.switches;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What switches may be turned to, and for how long.
 *
 * @param strategies the names of the strategies there are
 * @param tenants gives the names of the tenants there are now
 * @param longest for how long a switch may be on
 */
public record SwitchRules(
    List<String> strategies, Supplier<Set<String>> tenants, Duration longest) {

  static final Duration SHORTEST = Duration.ofSeconds(1);

  /** So many values of one switch at once: more would make the shared note long. */
  static final int MOST_VALUES = 100;

  private static final int LONGEST_REASON = 200;

  public SwitchRules {
    strategies = List.copyOf(strategies);
  }

  /** The values that {@code name} may have; empty where it takes none, or too many to list. */
  public List<String> values(SwitchName name) {
    return switch (name) {
      case STRATEGY -> strategies;
      case PUBLIC_TIER -> List.of("force", "forbid");
      case FREEZE -> List.of("warmup", "batches", "all");
      case REFUSE_TENANT -> tenants.get().stream().sorted().toList();
      case BROWNOUT, CACHE_LIFETIME -> List.of();
    };
  }

  /**
   * Checks a value.
   *
   * @throws IllegalArgumentException with the rule that {@code value}, which may be null, breaks
   */
  void checkValue(SwitchName name, String value) {
    switch (name) {
      case BROWNOUT -> require(value == null, "must be left out: a brownout has none");
      case CACHE_LIFETIME -> {
        require(value != null, CacheLifetime.RULE);
        var unused = CacheLifetime.parse(value);
      }
      case REFUSE_TENANT ->
          require(value != null && tenants.get().contains(value), "must name a tenant");
      case STRATEGY, PUBLIC_TIER, FREEZE ->
          require(
              value != null && values(name).contains(value),
              "must be one of " + String.join(", ", values(name)));
    }
  }

  /** As {@link #checkValue}, for a reason. */
  static void checkReason(String reason) {
    require(
        reason != null
            && !reason.isBlank()
            && reason.length() <= LONGEST_REASON
            && reason.chars().noneMatch(Character::isISOControl),
        "must say why, in one line of at most " + LONGEST_REASON + " characters");
  }

  /** As {@link #checkValue}, for how long it is to be on. */
  void checkTime(Duration time) {
    require(
        time != null && time.compareTo(SHORTEST) >= 0 && time.compareTo(longest) <= 0,
        "must be an ISO 8601 duration from " + SHORTEST + " to " + longest + ", like PT30M");
  }

  private static void require(boolean kept, String rule) {
    if (!kept) {
      throw new IllegalArgumentException(rule);
    }
  }
}
