package io.tidegate.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Lets threads run into the same piece of code at the same time. */
public final class StartGate {

  /** What each thread does; it is given its number, from 0. */
  public interface Task {
    void run(int thread) throws Exception;
  }

  private static final long PATIENCE_SECONDS = 60;

  private StartGate() {}

  /** Runs {@code task} on {@code threads} threads that start together; throws what one threw. */
  public static void run(int threads, Task task) throws Exception {
    CyclicBarrier gate = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        runs.add(
            executor.submit(
                () -> {
                  gate.await();
                  task.run(thread);
                  return null;
                }));
      }
      for (Future<?> run : runs) {
        run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
