package io.tidegate.jobs;

import io.tidegate.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;

/** The contract, kept by the tables in a database. */
abstract class JpaMaintenanceContract extends JobMaintenanceStoreContract {

  private final JpaBench bench;

  JpaMaintenanceContract(TestDatabase database) {
    bench = new JpaBench(database);
  }

  @Override
  Bench bench() {
    return bench;
  }

  @AfterEach
  void close() {
    bench.close();
  }
}
