package io.tidegate.overview;

import io.tidegate.testing.TestDatabase;

/** On PostgreSQL. */
class JpaPostgresOverviewTest extends OverviewContract {

  JpaPostgresOverviewTest() {
    super(TestDatabase.postgres());
  }
}
