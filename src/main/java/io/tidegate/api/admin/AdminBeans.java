package io.tidegate.api.admin;

import io.tidegate.history.FigureHistory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Wires what administrators see. */
@ApplicationScoped
public class AdminBeans {

  @Produces
  @Singleton
  NodeLoads loads(FigureHistory history, LongSupplier clock, InstantSource wall) {
    return new NodeLoads(history, clock, wall);
  }
}
