package io.tidegate.simulator;

import static java.util.Objects.requireNonNull;

/**
 * What can be switched on a running node.
 *
 * <p>INVARIANT: neither value is ever null. Each call reads each value once, so that a switch
 * concerns only calls that come after it.
 */
final class Controls {
  private volatile SimulatorSettings settings;
  private volatile Fault fault = Fault.NONE;

  Controls(SimulatorSettings settings) {
    this.settings = requireNonNull(settings, "settings");
  }

  SimulatorSettings settings() {
    return settings;
  }

  void settings(SimulatorSettings value) {
    settings = requireNonNull(value, "settings");
  }

  Fault fault() {
    return fault;
  }

  void fault(Fault value) {
    fault = requireNonNull(value, "fault");
  }
}
