package io.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.simulator.Simulator;
import io.tidegate.simulator.SimulatorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A thousand random schedules of faults, changes and calls, over the real gateway and real HTTP.
 *
 * <p>{@code -Dtidegate.schedules.seed=} runs them again, {@code -Dtidegate.schedules.only=} one of
 * them alone, {@code -Dtidegate.schedules.count=} more or fewer. The same schedule need not happen
 * in the same order twice, since its threads are real.
 */
final class FaultSchedulesTest {

  private static final Logger LOG = Logger.getLogger("io.tidegate");
  private static final int LANES = 16;
  private static final int ENOUGH = 10;

  private final long seed =
      Long.getLong("tidegate.schedules.seed", Math.floorMod(new Random().nextLong(), 1L << 31));
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> outcomes = new ConcurrentSkipListMap<>();

  /** Mistakes inside a lane or a duty are caught there and logged; warnings are what faults do. */
  private final Handler mistakes =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
            broken.add("seed " + seed + ", logged: " + record.getMessage() + record.getThrown());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listensToTheLog() {
    LOG.setLevel(Level.SEVERE);
    LOG.addHandler(mistakes);
  }

  @AfterEach
  void leavesTheLogAsItWas() {
    LOG.removeHandler(mistakes);
    LOG.setLevel(null);
  }

  @Test
  void conserveWhatWasTakenAndAnswerEveryClientInTime() throws Exception {
    System.out.println("fault schedules: seed " + seed);
    Integer only = Integer.getInteger("tidegate.schedules.only");
    if (only != null) {
      runAll(1, new AtomicInteger(only), only + 1);
    } else {
      runAll(LANES, new AtomicInteger(), Integer.getInteger("tidegate.schedules.count", 1000));
    }
    System.out.println("fault schedules: " + outcomes);
    assertThat(broken).isEmpty();
  }

  private void runAll(int lanes, AtomicInteger next, int end) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(lanes);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < lanes; i++) {
        running.add(threads.submit(() -> runLane(next, end)));
      }
      for (Future<?> lane : running) {
        lane.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void runLane(AtomicInteger next, int end) {
    ScheduledExecutorService clockwork = Executors.newScheduledThreadPool(3);
    List<Simulator> simulators = new ArrayList<>();
    try {
      for (int i = 0; i < FaultSchedule.MOST_NODES; i++) {
        simulators.add(Simulator.start("node-" + i, 0, SimulatorSettings.defaults(), clockwork));
      }
      for (int i = next.getAndIncrement();
          i < end && broken.size() < ENOUGH;
          i = next.getAndIncrement()) {
        run(i, simulators, clockwork);
      }
    } finally {
      simulators.forEach(Simulator::close);
      clockwork.shutdownNow();
    }
  }

  private void run(int index, List<Simulator> simulators, ScheduledExecutorService clockwork) {
    FaultSchedule schedule = FaultSchedule.of(seed, index);
    try (FaultScheduleRun run =
        new FaultScheduleRun(schedule, simulators, clockwork, new Random(index))) {
      List<String> problems = run.run();
      run.outcomes().forEach((outcome, times) -> outcomes.merge(outcome, times, Long::sum));
      if (!problems.isEmpty()) {
        broken.add("seed " + seed + ", schedule " + index + ": " + problems);
      }
    }
  }
}
