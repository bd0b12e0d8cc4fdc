package io.tidegate.switches;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the settings say of switches.
 *
 * @param brownout what a brownout is
 * @param rules what switches may be turned to
 * @param on what is on from the start, each until its time
 */
public record SwitchesConfig(Brownout brownout, SwitchRules rules, List<Configured> on) {

  /** A switch that the settings turn on. */
  public record Configured(SwitchName name, String value, String reason, Instant until) {

    SwitchAct at(Instant start) {
      return new SwitchAct(start, SwitchAct.CONFIGURATION, true, name, value, reason, until);
    }
  }

  private static final String PREFIX = "tidegate.switches.";
  private static final String LONGEST = PREFIX + "longest";
  private static final Duration USUAL_LONGEST = Duration.ofHours(24);

  public SwitchesConfig {
    on = List.copyOf(on);
  }

  /**
   * The configuration that {@code settings} give.
   *
   * @param strategies the names of the strategies there are
   * @param tenants gives the names of the tenants there are now
   */
  public static SwitchesConfig from(
      Settings settings, List<String> strategies, Supplier<Set<String>> tenants) {
    SwitchRules rules = new SwitchRules(strategies, tenants, longest(settings));
    List<Configured> on = new ArrayList<>();
    for (SwitchName name : SwitchName.values()) {
      on.addAll(configured(settings, rules, name));
    }
    return new SwitchesConfig(Brownout.from(settings), rules, on);
  }

  private static Duration longest(Settings settings) {
    Duration longest = settings.at(LONGEST).duration(USUAL_LONGEST);
    if (longest.compareTo(SwitchRules.SHORTEST) < 0 || longest.compareTo(USUAL_LONGEST) > 0) {
      throw new SettingException(
          LONGEST, "must be from " + SwitchRules.SHORTEST + " to " + USUAL_LONGEST);
    }
    return longest;
  }

  private static List<Configured> configured(
      Settings settings, SwitchRules rules, SwitchName name) {
    String below = PREFIX + name.label() + ".";
    String until = settings.text(below + "until").orElse(null);
    String reason = settings.text(below + "reason").orElse(null);
    List<String> values =
        name.many()
            ? settings.list(below + "value")
            : settings.text(below + "value").map(List::of).orElse(List.of());
    if (until == null) {
      if (reason != null || !values.isEmpty()) {
        throw new SettingException(below + "until", "must say when it ends by itself");
      }
      return List.of();
    }
    check(below + "reason", () -> SwitchRules.checkReason(reason));
    Instant end = instant(below + "until", until);
    List<Configured> on = new ArrayList<>();
    for (String value : values.isEmpty() ? new String[] {null} : values.toArray(String[]::new)) {
      check(below + "value", () -> rules.checkValue(name, value));
      on.add(new Configured(name, value, reason, end));
    }
    return on;
  }

  private static Instant instant(String key, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notATime) {
      throw new SettingException(
          key, "must be a time with an offset like 2026-12-01T08:00:00+08:00, not '" + text + "'");
    }
  }

  private static void check(String key, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException broken) {
      throw new SettingException(key, broken.getMessage());
    }
  }
}
