package io.tidegate.simulator;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A running simulated inference node: DeepSeek's API over real HTTP on the loopback interface, with
 * deterministic answers and faults on demand.
 *
 * <p>Holds thousands of streams at once on few threads. All methods are thread-safe.
 */
public final class Simulator implements AutoCloseable {
  private final Controls controls;
  private final Traffic traffic;
  private final HttpNode node;
  private final Runnable afterClose;
  private final int port;

  private Simulator(Parts parts, int port) {
    this.controls = parts.controls();
    this.traffic = parts.traffic();
    this.node = parts.node();
    this.afterClose = parts.afterClose();
    this.port = node.listen(port);
  }

  /**
   * Starts a node that has a timer thread of its own.
   *
   * @param name begins the ids of its answers and names its thread
   * @param port the TCP port, or 0 for any free one
   * @param settings its measures
   * @return the listening node
   * @throws java.io.UncheckedIOException if it cannot listen on the port
   */
  public static Simulator start(String name, int port, SimulatorSettings settings) {
    ScheduledExecutorService timer = SimulatorWiring.timer(requireNonNull(name, "name"));
    try {
      return new Simulator(Parts.of(name, settings, timer, timer::shutdownNow), port);
    } catch (RuntimeException failed) {
      timer.shutdownNow();
      throw failed;
    }
  }

  /**
   * Starts a node on a timer of the caller's.
   *
   * @param name begins the ids of its answers
   * @param port the TCP port, or 0 for any free one
   * @param settings its measures
   * @param timer says when a token is due; may be shared; not shut down by {@link #close}
   * @return the listening node
   * @throws java.io.UncheckedIOException if it cannot listen on the port
   */
  public static Simulator start(
      String name, int port, SimulatorSettings settings, ScheduledExecutorService timer) {
    return new Simulator(
        Parts.of(requireNonNull(name, "name"), settings, requireNonNull(timer, "timer"), () -> {}),
        port);
  }

  /** The TCP port it listens on, on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The base URL of its API: {@code http://127.0.0.1:<port>/v1}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port + "/v1");
  }

  /** The fault that calls suffer now; never null. */
  public Fault fault() {
    return controls.fault();
  }

  /** Lets the calls that come from now on suffer {@code fault}; those in flight go on as begun. */
  public void fault(Fault fault) {
    controls.fault(fault);
  }

  /** The measures for the calls that come from now on; never null. */
  public SimulatorSettings settings() {
    return controls.settings();
  }

  /** Sets the measures for the calls that come from now on. */
  public void settings(SimulatorSettings settings) {
    controls.settings(settings);
  }

  /**
   * Lets its metrics show {@code waiting} requests, 0 or more, in its queue beside those that
   * really wait there.
   */
  public void waiting(int waiting) {
    controls.waiting(waiting);
  }

  /** What it has seen since its start. */
  public SimulatorStats stats() {
    return traffic.stats();
  }

  /**
   * Stops listening, closes all connections at once and the books with them. A second call does
   * nothing.
   */
  @Override
  public void close() {
    node.close();
    traffic.close();
    afterClose.run();
  }

  private record Parts(Controls controls, Traffic traffic, HttpNode node, Runnable afterClose) {
    static Parts of(
        String name,
        SimulatorSettings settings,
        ScheduledExecutorService timer,
        Runnable afterClose) {
      Controls controls = new Controls(settings);
      Traffic traffic = new Traffic();
      CallDesk calls =
          new CallDesk(controls, traffic, SimulatorWiring.clock(), SimulatorWiring.random());
      Routes router =
          new Routes(
              calls, new ControlRoutes(controls, traffic), new EngineGauges(controls, traffic));
      return new Parts(controls, traffic, new HttpNode(name, router, timer), afterClose);
    }
  }
}
