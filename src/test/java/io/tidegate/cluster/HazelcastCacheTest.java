package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.partition.PartitionService;
import io.tidegate.cache.answer.CacheConfig;
import io.tidegate.cache.tiers.AwaitedTier;
import io.tidegate.cache.tiers.JCacheTier;
import io.tidegate.cache.tiers.SharedStore;
import io.tidegate.cache.tiers.SharedTierContract;
import io.tidegate.sealing.Sealing;
import io.tidegate.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shared tier over two real members in one JVM, as two servers would have it. */
class HazelcastCacheTest extends SharedTierContract {

  /** One server: a member and its tier. */
  private record Server(HazelcastCluster member, SharedStore store, AwaitedTier tier) {

    static Server start(String id, int port, int otherPort, Duration keep) throws IOException {
      ClusterConfig config = Pairs.member("cache", port, otherPort);
      HazelcastCluster member = HazelcastCluster.start(config, id);
      SharedStore store = HazelcastCluster.store(config, id);
      return new Server(member, store, opened(store, keep));
    }

    void kill() {
      member.terminate();
    }
  }

  /** Longer than a busy machine takes to lose a server. */
  private static final Duration LONG = Duration.ofMinutes(5);

  private static Server a;
  private static Server b;

  @BeforeAll
  static void start() throws IOException {
    int first = Pairs.freePort();
    int second = Pairs.freePort();
    a = Server.start("a", first, second, KEEP);
    b = Server.start("b", second, first, KEEP);
  }

  @AfterAll
  static void stop() {
    a.kill();
    b.kill();
  }

  @Override
  protected AwaitedTier a() {
    return a.tier();
  }

  @Override
  protected AwaitedTier b() {
    return b.tier();
  }

  @Override
  protected SharedStore store() {
    return a.store();
  }

  @Override
  protected void reopen() throws IOException {
    a = new Server(a.member(), a.store(), opened(a.store()));
  }

  @Test
  void answersAndNotesSurviveTheLossOfAnyOneServer() throws Exception {
    int first = Pairs.freePort();
    int second = Pairs.freePort();
    Server lost = Server.start("lost", first, second, LONG);
    Server left = Server.start("left", second, first, LONG);
    try {
      awaitBackups(left);
      fill(lost.tier(), 300);
      lost.tier().replace("note", null, "text");

      lost.kill();

      assertThat(filled(left.tier(), 300)).isEqualTo(300);
      assertThat(left.tier().get("note")).isEqualTo("text");
      assertThatThrownBy(() -> lost.tier().get("note")).isInstanceOf(IOException.class);
    } finally {
      left.kill();
    }
  }

  @Test
  void whatTheProviderThrowsIsAnIoException() {
    JCacheTier tier =
        new JCacheTier(
            new SharedStore("no.such.Provider", "", Map.of()),
            CacheConfig.from(new Settings(Map.of())),
            Sealing.none(),
            Runnable::run);

    assertThatThrownBy(tier::open).isInstanceOf(IOException.class);
  }

  /** A member that has just joined gets its copies in the background. */
  private static void awaitBackups(Server server) throws InterruptedException {
    PartitionService partitions = Pairs.partitions(server.store());
    long start = System.nanoTime();
    while (!partitions.isClusterSafe()) {
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
