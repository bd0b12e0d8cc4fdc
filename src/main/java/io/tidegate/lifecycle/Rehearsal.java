package io.tidegate.lifecycle;

import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.settings.Setting;
import io.tidegate.settings.Settings;
import io.tidegate.simulator.Simulator;
import io.tidegate.simulator.SimulatorSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The simulated nodes of a server that has no real ones; not thread-safe. */
final class Rehearsal implements AutoCloseable {

  private static final String PREFIX = "tidegate.simulator.";

  private final int nodes;
  private final SimulatorSettings behaviour;
  private final List<Simulator> running = new ArrayList<>();

  private Rehearsal(int nodes, SimulatorSettings behaviour) {
    this.nodes = nodes;
    this.behaviour = behaviour;
  }

  /** A rehearsal as {@code settings} describe it; nothing runs yet. */
  static Rehearsal from(Settings settings) {
    SimulatorSettings usual = SimulatorSettings.defaults();
    Setting jitter = settings.at(PREFIX + "jitter-percent");
    return new Rehearsal(
        settings.at(PREFIX + "nodes").integer(2, 1, 100),
        usual
            .withCapacity(settings.at(PREFIX + "capacity").integer(usual.capacity(), 1, 100_000))
            .withQueue(settings.at(PREFIX + "queue").integer(usual.queue(), 0, 1_000_000))
            .withTimeToFirstToken(
                settings.at(PREFIX + "time-to-first-token").duration(usual.timeToFirstToken()))
            .withTimePerToken(settings.at(PREFIX + "time-per-token").duration(usual.timePerToken()))
            .withAnswerTokens(
                settings.at(PREFIX + "answer-tokens").integer(usual.answerTokens(), 1, 100_000))
            .withJitter(jitter.integer((int) Math.round(usual.jitter() * 100), 0, 100) / 100.0)
            .withTimePerPromptToken(
                settings.at(PREFIX + "time-per-prompt-token").window(usual.timePerPromptToken()))
            .withCrowding(settings.at(PREFIX + "crowding").decimal(usual.crowding(), 0, 100)));
  }

  /** Starts the simulators and describes them as nodes. */
  List<NodeSpec> start() {
    List<NodeSpec> specs = new ArrayList<>();
    for (int i = 1; i <= nodes; i++) {
      String name = "simulator-" + i;
      Simulator simulator = Simulator.start(name, 0, behaviour);
      running.add(simulator);
      Map<String, String> models = new LinkedHashMap<>();
      behaviour.models().forEach(model -> models.put(model, model));
      specs.add(NodeSpec.of(name, simulator.url()).withModels(models));
    }
    return specs;
  }

  @Override
  public void close() {
    running.forEach(Simulator::close);
  }
}
