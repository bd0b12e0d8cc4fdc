package io.tidegate.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs outlive what runs them. {@code bench/jobs-crash.sh} does the same with many more. */
class CrashIT {

  private static final Path HOME = Path.of(System.getProperty("tidegate.home"));

  private final long seed = new Random().nextLong();

  @TempDir private Path data;

  @Test
  void aKilledServerLosesNoJobAndDoublesNone() throws Exception {
    System.out.println("seed " + seed);
    try (Crash crash = new Crash(HOME, seed, Map.of())) {
      assertWhole(crash.run(400, Crash.times(2, crash.kill())), 400);
    }
  }

  @Test
  void norDoAKilledBrokerARestartedDatabaseAndAKilledServer() throws Exception {
    System.out.println("seed " + seed);
    try (PostgresProcess postgres =
            new PostgresProcess(data.resolve("postgres"), Crash.freePort());
        BrokerProcess broker = new BrokerProcess(data.resolve("broker"), Crash.freePort());
        Crash crash = new Crash(HOME, seed, CrashTable.settings(postgres, broker))) {
      assertWhole(crash.run(400, List.of(postgres.restart(), broker.restart(), crash.kill())), 400);
    }
  }

  private static void assertWhole(CrashRun.Findings found, int jobs) {
    assertThat(found.jobs()).isEqualTo(jobs);
    assertThat(found.states()).isEqualTo(Map.of("completed", jobs));
    assertThat(found.wrongAnswers()).isZero();
    assertThat(found.unexplained()).isZero();
    assertThat(found.events()).isEqualTo(jobs);
    assertThat(found.doubtful()).isZero();
  }
}
