package io.tidegate.jobs;

import io.tidegate.testing.TestDatabase;

/** The contract, kept by the tables in PostgreSQL. */
final class JpaPostgresJobsTest extends JpaMaintenanceContract {

  JpaPostgresJobsTest() {
    super(TestDatabase.postgres());
  }
}
