package io.tidegate.jobs;

import io.tidegate.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;

/** The contract, kept by the tables in H2. */
final class JpaH2JobsTest extends JobMaintenanceStoreContract {

  private final JpaBench bench = new JpaBench(TestDatabase.h2());

  @Override
  Bench bench() {
    return bench;
  }

  @AfterEach
  void close() {
    bench.close();
  }
}
