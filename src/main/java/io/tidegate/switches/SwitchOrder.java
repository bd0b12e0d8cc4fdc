package io.tidegate.switches;

import java.time.Duration;

/**
 * A switch that somebody wants to turn on.
 *
 * @param by the user
 * @param value what to turn it to, or null
 * @param reason why
 * @param time for how long from now on
 */
public record SwitchOrder(String by, String value, String reason, Duration time) {}
