package io.tidegate.it.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Jobs on PostgreSQL and a pair of brokers, of which the primary is killed and comes back while
 * they are handed in and run; {@code deploy/artemis/try.sh} runs it.
 */
public final class PairTrial {

  private static final long MINUTES = 15;

  private PairTrial() {}

  /**
   * Prints what is left, and ends the process with 1 if a job was lost, is stuck or was done twice.
   *
   * @param args the server's home, how many jobs, the seed
   */
  public static void main(String[] args) throws Exception {
    int jobs = Integer.parseInt(args[1]);
    ExecutorService trial = Executors.newSingleThreadExecutor();
    boolean whole = false;
    try {
      whole =
          trial
              .submit(() -> run(Path.of(args[0]).toAbsolutePath(), jobs, Long.parseLong(args[2])))
              .get(MINUTES, TimeUnit.MINUTES);
    } catch (ExecutionException failed) {
      System.out.println(failed.getCause());
    } catch (TimeoutException stuck) {
      System.out.println("jobs were not finished within " + MINUTES + " minutes");
      // It closes what it has started.
      trial.shutdownNow();
      var unused = trial.awaitTermination(1, TimeUnit.MINUTES);
    }
    System.out.println(whole ? "all as it should be" : "FAILED");
    // The node and the receiver have threads that would go on.
    System.exit(whole ? 0 : 1);
  }

  private static boolean run(Path home, int jobs, long seed) throws Exception {
    System.out.println("seed " + seed);
    Path data = Files.createTempDirectory("tidegate-pair");
    try (PostgresProcess postgres =
            new PostgresProcess(data.resolve("postgres"), Crash.freePort());
        BrokerPair brokers = new BrokerPair(data);
        Crash crash = new Crash(home, seed, settings(postgres, brokers))) {
      CrashRun.Findings found =
          crash.run(jobs, List.of(brokers.killPrimary(), brokers.startPrimary()));
      CrashTable.print(found);
      return found.jobs() == jobs
          && found.states().equals(Map.of("completed", jobs))
          && found.wrongAnswers() == 0
          && found.calls() == jobs
          && found.events() == jobs
          && found.doubtful() == 0;
    }
  }

  private static Map<String, String> settings(PostgresProcess postgres, BrokerPair brokers) {
    Map<String, String> settings = new TreeMap<>(postgres.settings());
    settings.putAll(brokers.settings());
    return settings;
  }
}
