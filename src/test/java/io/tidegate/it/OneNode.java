package io.tidegate.it;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests with one quick node, called "one", as the whole pool. */
abstract class OneNode extends DeployedEar {

  Fleet fleet;

  @BeforeEach
  void openFleet() {
    fleet = new Fleet();
    fleet.add("one", Fleet.quick(), 1);
  }

  @AfterEach
  void closeFleet() {
    fleet.close();
  }
}
