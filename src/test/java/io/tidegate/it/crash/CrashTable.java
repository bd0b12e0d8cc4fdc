package io.tidegate.it.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints what is left of many jobs after many blows; bench/jobs-crash.sh runs it. */
public final class CrashTable {

  private CrashTable() {}

  /**
   * Arguments: the server's home, how many jobs, how many kills, the seed, and the parts to run.
   */
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]).toAbsolutePath();
    int jobs = Integer.parseInt(args[1]);
    int kills = Integer.parseInt(args[2]);
    long seed = Long.parseLong(args[3]);
    String parts = args.length > 4 ? args[4] : "embedded external";
    System.out.println("seed " + seed);
    if (parts.contains("embedded")) {
      System.out.println("--- H2 and Artemis in the server");
      try (Crash crash = new Crash(home, seed, Map.of())) {
        print(crash.run(jobs, Crash.times(kills, crash.kill())));
      }
    }
    if (parts.contains("external")) {
      System.out.println("--- PostgreSQL and an external Artemis");
      external(home, jobs, kills, seed);
    }
    // The node and the receiver have threads that would go on.
    System.exit(0);
  }

  private static void external(Path home, int jobs, int kills, long seed) throws Exception {
    Path data = Files.createTempDirectory("tidegate-crash");
    try (PostgresProcess postgres =
            new PostgresProcess(data.resolve("postgres"), Crash.freePort());
        BrokerProcess broker = new BrokerProcess(data.resolve("broker"), Crash.freePort());
        Crash crash = new Crash(home, seed, settings(postgres, broker))) {
      List<CrashRun.Blow> blows = new ArrayList<>(Crash.times(kills, crash.kill()));
      blows.add(kills / 2, postgres.restart());
      blows.add(broker.restart());
      print(crash.run(jobs, blows));
    }
  }

  static Map<String, String> settings(PostgresProcess postgres, BrokerProcess broker) {
    Map<String, String> settings = new TreeMap<>(postgres.settings());
    settings.put("TIDEGATE_BROKER_URL", broker.url());
    return settings;
  }

  static void print(CrashRun.Findings found) {
    System.out.printf(
        "%d jobs: %s; wrong answers %d%n", found.jobs(), found.states(), found.wrongAnswers());
    System.out.printf(
        "calls at the node: %d, at most %d for one job, without a blow to explain them %d%n",
        found.calls(), found.mostCalls(), found.unexplained());
    System.out.printf(
        "webhook events: %d, jobs told of by none or several %d, events that came twice %d%n",
        found.events(), found.doubtful(), found.repeated());
    System.out.printf("longest time without a call after each blow: %s%n", found.silences());
  }
}
