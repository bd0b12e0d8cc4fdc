package io.tidegate.cluster;

import java.time.Duration;
import java.util.List;

/** How two servers on this machine find each other. */
final class Pairs {

  private Pairs() {}

  /** One of two, at {@code port}; no other pair has their name, which begins with {@code kind}. */
  static ClusterConfig member(String kind, int port, int otherPort) {
    return new ClusterConfig(
        true,
        kind + "-" + Math.min(port, otherPort),
        port,
        List.of("127.0.0.1:" + port, "127.0.0.1:" + otherPort),
        2,
        Duration.ofSeconds(5),
        "",
        "",
        "");
  }
}
