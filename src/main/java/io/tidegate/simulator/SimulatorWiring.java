package io.tidegate.simulator;

import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.random.RandomGenerator;

/** The only place that touches the ambient world: makes clock, randomness and threads. */
final class SimulatorWiring {
  private static final long SEED = 20_250_120;

  private SimulatorWiring() {}

  static InstantSource clock() {
    return InstantSource.system();
  }

  /** Jitter, the same sequence in each node; thread-safe, unlike most generators. */
  static RandomGenerator random() {
    return new Random(SEED);
  }

  /** One daemon thread; it only wakes the reactor, so one is enough for thousands of streams. */
  static ScheduledExecutorService timer(String name) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "simulator-" + name);
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
