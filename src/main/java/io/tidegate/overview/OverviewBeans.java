package io.tidegate.overview;

import io.tidegate.store.JpaDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Wires the overview to the database. */
@ApplicationScoped
public class OverviewBeans {

  @Produces
  @Singleton
  JpaOverview overview(JpaDatabase database) {
    return new JpaOverview(database);
  }
}
