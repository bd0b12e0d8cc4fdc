package io.tidegate.switches;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A switch that somebody turned on or off; immutable.
 *
 * @param at when
 * @param by the user who did, or {@value #CONFIGURATION}
 * @param on whether it was turned on
 * @param name which switch
 * @param value what it was turned to, or null where it takes no value
 * @param reason why, or null where none was given
 * @param until when it ends by itself; if it was turned off, when it would have
 */
public record SwitchAct(
    Instant at,
    String by,
    boolean on,
    SwitchName name,
    String value,
    String reason,
    Instant until) {

  /** Who turns switches on that the settings name. */
  public static final String CONFIGURATION = "configuration";

  public SwitchAct {
    requireNonNull(at, "at");
    requireNonNull(by, "by");
    requireNonNull(name, "name");
    requireNonNull(until, "until");
  }

  /** What at most one act decides on at a time: the switch, or the switch for one value. */
  String key() {
    return key(name, value);
  }

  static String key(SwitchName name, String value) {
    return name.many() ? name.label() + "/" + value : name.label();
  }

  /** Whether it still counts at {@code now}. */
  boolean lasts(Instant now) {
    return until.isAfter(now);
  }

  /** The switch and its value, for people. */
  public String subject() {
    return value == null ? name.label() : name.label() + "=" + value;
  }
}
