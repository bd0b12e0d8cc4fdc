package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.tiers.AwaitedTier;
import io.tidegate.cache.tiers.SharedStore;
import io.tidegate.cache.tiers.SharedTierContract;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.core.ExecutableProvider;

/** The shared tier over another JCache provider: Redisson, and a real redis-server. */
class RedisCacheIT extends SharedTierContract {

  private static final String PROVIDER = "org.redisson.jcache.JCachingProvider";

  @TempDir private static Path directory;

  private static Process redis;
  private static SharedStore store;
  private static AwaitedTier a;
  private static AwaitedTier b;

  @BeforeAll
  static void start() throws Exception {
    int port = freePort();
    redis = redis(port);
    awaitConnection(port);
    Path settings = directory.resolve("redisson.yaml");
    Files.writeString(
        settings, "singleServerConfig:\n  address: \"redis://127.0.0.1:" + port + "\"\n");
    store = new SharedStore(PROVIDER, settings.toUri().toString(), Map.of());
    a = opened(store);
    b = opened(store);
  }

  private static Process redis(int port) throws IOException {
    try {
      return redis("redis-server", port);
    } catch (IOException notInstalled) {
      File carried = ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
      return redis(carried.getPath(), port);
    }
  }

  private static Process redis(String program, int port) throws IOException {
    return new ProcessBuilder(
            program, "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void awaitConnection(int port) throws Exception {
    long start = System.nanoTime();
    while (!accepts(port)) {
      assertThat(redis.isAlive()).as("redis-server runs").isTrue();
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (AwaitedTier tier : new AwaitedTier[] {a, b}) {
      if (tier != null) {
        tier.tier().close();
      }
    }
    if (redis != null) {
      redis.destroy();
      assertThat(redis.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Override
  protected AwaitedTier a() {
    return a;
  }

  @Override
  protected AwaitedTier b() {
    return b;
  }

  @Override
  protected SharedStore store() {
    return store;
  }

  @Override
  protected void reopen() throws IOException {
    a = opened(store);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
