package io.tidegate.upstream.wire;

import io.tidegate.settings.Settings;
import io.tidegate.upstream.access.NodeAccess;
import io.tidegate.upstream.reading.BillingCodes;
import java.time.Duration;

/**
 * How nodes are talked to.
 *
 * <p>None of these is a limit for the answer as a whole: that is the call's deadline. A node that
 * has answered with the head of a success is waited for until then, with or without signs of life.
 *
 * @param connectTimeout the longest a connection may take to open
 * @param firstContent how long a node may leave a stream without a byte before the call goes to
 *     another node, if one has a place for it
 * @param plainAnswer the same for a plain call, of which most nodes send nothing before the whole;
 *     clients that give up before, as Node's fetch does after 300 s, end it themselves
 * @param idle the longest pause within a stream that has content, or within an error
 * @param maxEvent the largest single event of a stream in bytes
 * @param maxAnswer the largest plain answer in bytes
 * @param window how many bytes may wait for a slow client before the node is no longer read
 * @param billing the words by which nodes say that an account is empty
 * @param access how connections may be made
 */
public record UpstreamConfig(
    Duration connectTimeout,
    Duration firstContent,
    Duration plainAnswer,
    Duration idle,
    int maxEvent,
    int maxAnswer,
    int window,
    BillingCodes billing,
    NodeAccess access) {

  /** The same with {@code other} access. */
  public UpstreamConfig with(NodeAccess other) {
    return new UpstreamConfig(
        connectTimeout,
        firstContent,
        plainAnswer,
        idle,
        maxEvent,
        maxAnswer,
        window,
        billing,
        other);
  }

  /** How long a node may leave a call without a byte: a {@code stream}, or a plain one. */
  public Duration patience(boolean stream) {
    return stream ? firstContent : plainAnswer;
  }

  /** The configuration that {@code settings} give. */
  public static UpstreamConfig from(Settings settings) {
    return new UpstreamConfig(
        settings.at("tidegate.upstream.connect-timeout").duration(Duration.ofSeconds(5)),
        settings.at("tidegate.upstream.first-content-timeout").duration(Duration.ofMinutes(5)),
        settings.at("tidegate.upstream.plain-answer-timeout").duration(Duration.ofMinutes(5)),
        settings.at("tidegate.upstream.idle-timeout").duration(Duration.ofSeconds(60)),
        settings.at("tidegate.upstream.max-event-size").bytes(4 << 20),
        settings.at("tidegate.upstream.max-answer-size").bytes(64 << 20),
        settings.at("tidegate.upstream.window-size").bytes(256 << 10),
        BillingCodes.from(settings),
        NodeAccess.from(settings));
  }
}
