package io.tidegate.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One server of {@link DnsJoinTest}, in a process of its own; it ends when its input does. */
final class DnsMember {

  private static final int ATTEMPTS = 600;
  private static final long PAUSE_MILLIS = 100;

  private DnsMember() {}

  /** Joins {@code arguments}: the id, the port, the name; says so once it sees another one. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ClusterConfig config =
        new ClusterConfig(
            true,
            "dns-" + arguments[1],
            Integer.parseInt(arguments[1]),
            List.of(),
            2,
            Duration.ofSeconds(5),
            arguments[2],
            "",
            "");
    try (HazelcastCluster cluster = HazelcastCluster.start(config, arguments[0])) {
      SharedMap.View view = cluster.map().view();
      for (int i = 0; i < ATTEMPTS && view.members().size() < 2; i++) {
        Thread.sleep(PAUSE_MILLIS);
        view = cluster.map().view();
      }
      System.out.println("sees " + view.members().size() + ", whole " + view.whole());
      var unused = System.in.read();
    }
  }
}
