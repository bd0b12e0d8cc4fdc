package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidegate.settings.BuildVersion;
import io.tidegate.testing.RecordedLog;
import io.tidegate.testing.RecordingMetrics;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two real members in one JVM, as two servers would be. */
class HazelcastClusterTest {

  private static final int LIMIT = 10;
  private static final String ACCOUNT = "account";

  /** One server: a member, its leases, and the calls it serves. */
  private static final class Server implements AutoCloseable {

    private final ClusterConfig config;
    private final HazelcastCluster cluster;
    private final Leases leases;
    private final AtomicInteger inUse = new AtomicInteger();
    private final ScheduledExecutorService beat = new ScheduledThreadPoolExecutor(2);
    private int turns;

    Server(String id, int port, int otherPort) {
      config = Pairs.member("test", port, otherPort);
      leases = new Leases(config, System::nanoTime, new RecordingMetrics());
      leases.register(ACCOUNT, () -> LIMIT, inUse::get);
      cluster = HazelcastCluster.start(config, id);
      var unused =
          beat.scheduleWithFixedDelay(
              () -> leases.renew(cluster.map()), 0, 100, TimeUnit.MILLISECONDS);
    }

    int share() {
      return leases.share(ACCOUNT, LIMIT);
    }

    /** Starts calls wherever there is a place, and ends one now and then. */
    void load(AtomicInteger upstream, AtomicInteger most) {
      var unused =
          beat.scheduleWithFixedDelay(() -> call(upstream, most), 0, 1, TimeUnit.MILLISECONDS);
    }

    private void call(AtomicInteger upstream, AtomicInteger most) {
      if (inUse.get() < share()) {
        inUse.incrementAndGet();
        most.accumulateAndGet(upstream.incrementAndGet(), Math::max);
      } else if (inUse.get() > 0 && turns++ % 10 == 0) {
        upstream.decrementAndGet();
        inUse.decrementAndGet();
      }
    }

    void kill() {
      beat.shutdownNow();
      try {
        beat.awaitTermination(5, TimeUnit.SECONDS);
      } catch (InterruptedException stop) {
        throw new IllegalStateException(stop);
      }
      cluster.terminate();
    }

    @Override
    public void close() {
      beat.shutdownNow();
      cluster.close();
    }
  }

  private Server a;
  private Server b;

  @RegisterExtension final RecordedLog log = new RecordedLog("com.hazelcast");

  @BeforeEach
  void start() throws IOException {
    int first = freePort();
    int second = freePort();
    a = new Server("a", first, second);
    b = new Server("b", second, first);
  }

  @AfterEach
  void stop() {
    a.kill();
    b.kill();
  }

  @Test
  void theLeaseOfAKilledServerIsUsableWithinTenSeconds() throws Exception {
    await(() -> a.share() == LIMIT / 2 && b.share() == LIMIT / 2);
    await(() -> a.leases.condition().equals("2 members, leases shared"));
    a.inUse.set(LIMIT / 2);

    b.kill();
    await(() -> a.share() == LIMIT);

    await(() -> a.leases.condition().equals("1 member, leases shared"));
  }

  @Test
  void whoDoesNotKnowTheSecretStaysAloneAndItIsInNoLine() throws Exception {
    ClusterConfig open = a.config;
    ClusterConfig stranger = open.withSecret("only-for-this-test").at(freePort());

    try (HazelcastCluster other = HazelcastCluster.start(stranger, "stranger")) {
      assertThat(other.map().peers()).hasSize(1);
      assertThat(a.cluster.map().peers()).hasSize(2);
    }
    assertThat(log.records())
        .noneMatch(line -> line.contains("only-for-this-test"))
        .noneMatch(line -> line.contains(stranger.sharedName()));
  }

  @Test
  void underLoadNoPlaceIsGivenTwiceAndNoneIsLost() throws Exception {
    AtomicInteger upstream = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    await(() -> a.share() + b.share() == LIMIT);
    a.load(upstream, most);
    b.load(upstream, most);
    TimeUnit.SECONDS.sleep(3);

    b.kill();
    upstream.addAndGet(-b.inUse.getAndSet(0));
    await(() -> upstream.get() == LIMIT);

    assertThat(most).hasValue(LIMIT);
    assertThat(a.inUse).hasValue(LIMIT);
  }

  @Test
  void aServerThatStopsIsInheritedFrom() throws Exception {
    await(() -> a.share() == LIMIT / 2 && b.share() == LIMIT / 2);

    b.close();
    await(() -> a.share() == LIMIT);

    assertThat(a.leases.members()).isEqualTo(1);
  }

  @Test
  void aLimitThatNoServerHasAnyMoreLeavesTheMap() throws Exception {
    await(() -> a.share() == LIMIT / 2 && b.share() == LIMIT / 2);

    a.leases.forget(ACCOUNT);
    b.leases.forget(ACCOUNT);
    await(() -> a.leases.size() == 0 && b.leases.size() == 0);

    assertThat(a.cluster.map().keys()).isEmpty();
  }

  @Test
  void eachServerTellsWhoTheOthersAreAndWhichVersionTheyHave() throws Exception {
    await(() -> a.leases.view().members().size() == 2);

    assertThat(a.leases.view().members())
        .extracting(ClusterView.Peer::id, ClusterView.Peer::self, ClusterView.Peer::version)
        .containsExactlyInAnyOrder(
            tuple("a", true, BuildVersion.current()), tuple("b", false, BuildVersion.current()));
    assertThat(a.leases.view().members()).allMatch(peer -> peer.address().contains(":"));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
