package io.tidegate.simulator;

import static java.util.Objects.requireNonNull;

/**
 * What can be switched on a running node.
 *
 * <p>INVARIANT: no value is ever null. Each call reads each value once, so that a switch concerns
 * only calls that come after it.
 */
final class Controls {
  private volatile SimulatorSettings settings;
  private volatile Fault fault = Fault.NONE;
  private volatile int waiting;

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

  int waiting() {
    return waiting;
  }

  void waiting(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("waiting must be 0 or more, but is " + value);
    }
    waiting = value;
  }
}
