package io.tidegate.jobs;

import io.tidegate.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;

/** The contract, kept by the tables in PostgreSQL. */
final class JpaPostgresJobsTest extends JobMaintenanceStoreContract {

  private final JpaBench bench = new JpaBench(TestDatabase.postgres());

  @Override
  Bench bench() {
    return bench;
  }

  @AfterEach
  void close() {
    bench.close();
  }
}
