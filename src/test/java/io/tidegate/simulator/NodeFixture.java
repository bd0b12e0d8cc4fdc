package io.tidegate.simulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A node of its own for each test, which answers at once. */
abstract class NodeFixture {

  Simulator simulator;

  @BeforeEach
  void start() {
    simulator = Simulator.start("node", 0, Requests.instant());
  }

  @AfterEach
  void stop() {
    simulator.close();
  }
}
