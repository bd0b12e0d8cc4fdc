package io.tidegate.simulator;

import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** The program that runs one simulated node until it is stopped. */
public final class SimulatorMain {
  private static final int USAGE_ERROR = 2;

  private SimulatorMain() {}

  /**
   * Runs a node and prints where it listens.
   *
   * @param arguments {@code --port}, {@code --name}, {@code --capacity}, {@code --queue}, {@code
   *     --time-to-first-token}, {@code --time-per-token}, {@code --answer-tokens}, {@code
   *     --jitter}, {@code --reasoning}, {@code --time-per-prompt-token}, {@code --crowding}, {@code
   *     --dialects}, {@code --open-ai-errors}, {@code --models}, {@code --required-key} and {@code
   *     --fault}, each as {@code --name=value}; a wrong one ends the program with status 2
   * @throws InterruptedException if interrupted while running
   */
  public static void main(String[] arguments) throws InterruptedException {
    SimulatorArguments parsed;
    try {
      parsed = SimulatorArguments.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      fail(wrong);
      return;
    }
    try (Simulator simulator = start(parsed)) {
      System.out.println("Simulated node " + parsed.name() + " listens on " + simulator.url());
      new CountDownLatch(1).await();
    } catch (UncheckedIOException busy) {
      fail(busy);
    }
  }

  private static Simulator start(SimulatorArguments parsed) {
    Simulator simulator = Simulator.start(parsed.name(), parsed.port(), parsed.settings());
    simulator.fault(parsed.fault());
    return simulator;
  }

  private static void fail(RuntimeException cause) {
    System.err.println(cause.getMessage());
    System.exit(USAGE_ERROR);
  }
}
