package io.tidegate.it.crash;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A server with its node and its webhook receiver, whose jobs are to survive. */
final class Crash implements AutoCloseable {

  private static final String SECRET = "whsec_" + "c2VjcmV0IG9mIGEgdGVzdCwgMjQgYnl0ZXM=";

  private final CountingNode node;
  private final WebhookReceiver receiver;
  private final Random random;
  private final ServerProcess server;

  /**
   * Prepares all, and starts the server.
   *
   * @param settings of the server beside those that it needs here
   */
  Crash(Path wlp, long seed, Map<String, String> settings) throws IOException {
    random = new Random(seed);
    node =
        new CountingNode(
            freePort(), Duration.ofMillis(5), Duration.ofMillis(150), new Random(seed));
    receiver = new WebhookReceiver(freePort());
    Map<String, String> all = new TreeMap<>(settings);
    all.put("TIDEGATE_NODES_COUNTING_URL", node.url());
    all.put("TIDEGATE_NODES_COUNTING_MODELS", CountingNode.MODEL);
    all.put("TIDEGATE_WEBHOOKS_TENANTS_LOCAL_SECRET", SECRET);
    all.put("TIDEGATE_WEBHOOKS_ALLOW", "127.0.0.0/8");
    all.put("TIDEGATE_WEBHOOKS_PLAIN_HTTP", "true");
    server = new ServerProcess(wlp, "tidegate-crash", freePort(), all);
    server.start();
  }

  /** Kills the server, and starts it again. */
  CrashRun.Blow kill() {
    return new CrashRun.Blow("kill -9", server::kill, server::start);
  }

  CrashRun.Findings run(int jobs, List<CrashRun.Blow> blows) throws Exception {
    return new CrashRun(new JobClient(server::at), node, receiver, random).run(jobs, blows);
  }

  static List<CrashRun.Blow> times(int count, CrashRun.Blow blow) {
    return Collections.nCopies(count, blow);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    server.close();
    receiver.close();
    node.close();
  }
}
