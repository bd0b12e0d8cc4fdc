package io.tidegate.overview;

import io.tidegate.testing.TestDatabase;

/** On H2. */
class JpaH2OverviewTest extends OverviewContract {

  JpaH2OverviewTest() {
    super(TestDatabase.h2());
  }
}
