package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.partition.PartitionService;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.cache.tiers.JCacheTier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server that is halted, and so answers nothing, costs the one beside it. */
@Timeout(120)
class HangingMemberTest {

  private Process other;
  private HazelcastCluster own;
  private JCacheTier tier;
  private PartitionService partitions;

  @BeforeEach
  void start() throws Exception {
    int ownPort = Pairs.freePort();
    int otherPort = Pairs.freePort();
    other = member(otherPort, ownPort);
    ClusterConfig config = Pairs.member("hang", ownPort, otherPort);
    own = HazelcastCluster.start(config, "own");
    tier = HangingMember.tier(config, "own");
    tier.open();
    partitions = Pairs.partitions(HazelcastCluster.store(config, "own"));
    while (elsewhere().isEmpty() || !partitions.isClusterSafe()) {
      assertThat(other.isAlive()).isTrue();
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @AfterEach
  void stop() {
    other.destroyForcibly();
    tier.close();
    own.terminate();
  }

  @Test
  void whoAsksItDoesNotWaitForIt() throws Exception {
    signal("STOP");

    List<CompletableFuture<byte[]>> unanswered =
        elsewhere().stream()
            .map(key -> tier.get(key).toCompletableFuture())
            .filter(answer -> !answer.isDone())
            .toList();

    assertThat(unanswered).as("answers that are still to come").isNotEmpty();
    assertThat(unanswered)
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .isNotNull());
  }

  /** Keys that the other server answers for. */
  private List<CacheKey> elsewhere() {
    return IntStream.range(0, 100)
        .mapToObj(i -> new CacheKey("key" + i))
        .filter(key -> !partitions.getPartition(key.hex()).getOwner().localMember())
        .toList();
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(other.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static Process member(int port, int beside) throws IOException {
    Stream<String> command =
        Stream.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx256m",
            "-cp",
            DnsJoinTest.classPath(HangingMember.class),
            HangingMember.class.getName(),
            "" + port,
            "" + beside);
    Process member =
        new ProcessBuilder(command.toList()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(member.getInputStream(), StandardCharsets.UTF_8));
    assertThat(said.readLine()).isEqualTo("open");
    return member;
  }
}
