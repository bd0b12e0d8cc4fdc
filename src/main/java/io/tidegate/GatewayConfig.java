package io.tidegate;

import io.tidegate.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What holds for the gateway as a whole.
 *
 * @param deadline how long a call may take from its arrival
 * @param jitWarmUp for how long the server calls itself before it is ready
 * @param gracePeriod how long running calls may go on when the server stops
 * @param url where clients reach the server, to be told at the start
 * @param consoleUrl where the server's admin console is, to be told at the start
 * @param adminFile the server configuration to be made at the first start, with an administrator's
 *     new password; nothing where the server has users of its own
 */
public record GatewayConfig(
    Duration deadline,
    Duration jitWarmUp,
    Duration gracePeriod,
    Optional<String> url,
    Optional<String> consoleUrl,
    Optional<Path> adminFile) {

  /** The configuration that {@code settings} give. */
  public static GatewayConfig from(Settings settings) {
    return new GatewayConfig(
        settings.at("tidegate.gateway.deadline").duration(Duration.ofMinutes(10)),
        settings.at("tidegate.gateway.jit-warm-up").window(Duration.ofSeconds(5)),
        settings.at("tidegate.gateway.grace-period").duration(Duration.ofSeconds(20)),
        settings.text("tidegate.gateway.url"),
        settings.text("tidegate.gateway.console-url"),
        settings.text("tidegate.gateway.admin-file").map(Path::of));
  }
}
