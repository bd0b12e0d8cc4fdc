package io.tidegate.cluster;

import io.tidegate.cache.answer.CacheConfig;
import io.tidegate.cache.tiers.JCacheTier;
import io.tidegate.sealing.Sealing;
import io.tidegate.settings.Settings;
import java.io.IOException;
import java.util.Map;

/** The other server of {@link HangingMemberTest}, in a process that can be halted. */
final class HangingMember {

  private HangingMember() {}

  /** Takes part at the port of the first argument beside the one at the second's. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    ClusterConfig config = Pairs.member("hang", port, Integer.parseInt(arguments[1]));
    HazelcastCluster cluster = HazelcastCluster.start(config, "other");
    tier(config, "other").open();
    System.out.println("open");
    var unused = System.in.read();
    cluster.close();
  }

  /** The tier of a server with this id, as the product makes it, not yet open. */
  static JCacheTier tier(ClusterConfig config, String id) {
    return new JCacheTier(
        HazelcastCluster.store(config, id),
        CacheConfig.from(new Settings(Map.of())),
        Sealing.none(),
        Runnable::run);
  }
}
