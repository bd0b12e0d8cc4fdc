package io.tidegate.cluster;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.partition.PartitionService;
import io.tidegate.cache.tiers.SharedStore;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

/** How two servers on this machine find each other. */
final class Pairs {

  private Pairs() {}

  /** A port that nobody listens at. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Who has what of the member that {@code store} names. */
  static PartitionService partitions(SharedStore store) {
    String name = store.properties().get(HazelcastCachingProvider.HAZELCAST_INSTANCE_NAME);
    return Hazelcast.getHazelcastInstanceByName(name).getPartitionService();
  }

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
