package io.tidegate.routing;

import io.tidegate.routing.balancing.Replay;
import io.tidegate.routing.balancing.ReplayedNode.Machine;
import io.tidegate.routing.balancing.Strategy;
import io.tidegate.routing.balancing.Trace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A trace and the nodes that serve it.
 *
 * @param name what to call it
 * @param trace the calls
 * @param machines the nodes
 */
public record Scenario(String name, Trace trace, List<Machine> machines) {

  /** An output token every 20 ms. */
  public static final double FAST_DECODE = 50;

  /** What users of DeepSeek's own service see, by its open-infra-index: 20 to 22 a second. */
  public static final double DEEPSEEK_DECODE = 21;

  private static final double PREFILL = 8000;
  private static final double UTILISATION = 0.8;

  /** Equal nodes. */
  public static Scenario equal(String name, Trace trace, int nodes) {
    List<Machine> machines = Collections.nCopies(nodes, new Machine(PREFILL, FAST_DECODE));
    return new Scenario(name + ", " + nodes + " nodes", trace, machines);
  }

  /** Six nodes of which half are half as fast, though of equal weight, and four fifths used. */
  public static Scenario mixed(String name, Trace trace, double decode) {
    Machine fast = new Machine(PREFILL, decode);
    Machine slow = new Machine(PREFILL / 2, decode);
    List<Machine> machines = List.of(fast, fast, fast, slow, slow, slow);
    double used = trace.tokensPerSecond() / capacity(machines);
    String full = name + ", 6 nodes of two speeds, " + Math.round(1000 / decode) + " ms per output";
    return new Scenario(full, trace.stretched(used / UTILISATION), machines);
  }

  /** The ones of the benchmark, from the public traces in {@code folder}. */
  public static List<Scenario> all(Path folder) {
    Trace mooncake = Trace.mooncake(folder);
    Trace azure = Trace.azure(folder);
    return List.of(
        equal("Mooncake synthetic", mooncake, 6),
        equal("Mooncake synthetic", mooncake, 8),
        mixed("Azure conversation", azure, FAST_DECODE),
        mixed("Azure conversation", azure, DEEPSEEK_DECODE));
  }

  public Replay.Result replay(Strategy strategy) {
    return Replay.of(trace, strategy, machines);
  }

  /**
   * The 95th percentile in seconds of what calls would have to wait at least, had nodes no caches:
   * one server with the speed of all, which is never idle while there is work.
   */
  public double boundWithoutCaches() {
    double capacity = capacity(machines);
    double backlog = 0;
    long last = 0;
    double[] waits = new double[trace.calls().size()];
    for (int i = 0; i < waits.length; i++) {
      Trace.Arrival call = trace.calls().get(i);
      backlog = Math.max(0, backlog - (call.at() - last) / 1e9) + call.input() / capacity;
      last = call.at();
      waits[i] = backlog;
    }
    Arrays.sort(waits);
    return waits[(int) Math.ceil(0.95 * waits.length) - 1];
  }

  private static double capacity(List<Machine> machines) {
    return machines.stream().mapToDouble(Machine::prefill).sum();
  }
}
