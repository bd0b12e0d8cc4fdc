package io.tidegate.upstream;

import io.tidegate.settings.Settings;
import java.time.Duration;

/**
 * How nodes are talked to.
 *
 * @param connectTimeout the longest a connection may take to open
 * @param firstContent the longest a stream may stay without content; keep-alives do not count
 * @param plainAnswer the longest a plain answer may take, since nothing of it is seen before the
 *     whole; below the 300 s after which Node's fetch gives up
 * @param idle the longest pause between two events of a stream that has begun
 * @param maxEvent the largest single event of a stream in bytes
 * @param maxAnswer the largest plain answer in bytes
 * @param window how many bytes may wait for a slow client before the node is no longer read
 */
public record UpstreamConfig(
    Duration connectTimeout,
    Duration firstContent,
    Duration plainAnswer,
    Duration idle,
    int maxEvent,
    int maxAnswer,
    int window) {

  /** The configuration that {@code settings} give. */
  public static UpstreamConfig from(Settings settings) {
    return new UpstreamConfig(
        settings.at("tidegate.upstream.connect-timeout").duration(Duration.ofSeconds(5)),
        settings.at("tidegate.upstream.first-content-timeout").duration(Duration.ofMinutes(5)),
        settings.at("tidegate.upstream.plain-answer-timeout").duration(Duration.ofMinutes(5)),
        settings.at("tidegate.upstream.idle-timeout").duration(Duration.ofSeconds(60)),
        settings.at("tidegate.upstream.max-event-size").bytes(4 << 20),
        settings.at("tidegate.upstream.max-answer-size").bytes(64 << 20),
        settings.at("tidegate.upstream.window-size").bytes(256 << 10));
  }
}
