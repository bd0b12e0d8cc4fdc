package io.tidegate.jobs;

import io.tidegate.testing.TestDatabase;

/** The contract, kept by the tables in H2. */
final class JpaH2JobsTest extends JpaMaintenanceContract {

  JpaH2JobsTest() {
    super(TestDatabase.h2());
  }
}
