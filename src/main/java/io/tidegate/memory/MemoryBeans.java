package io.tidegate.memory;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.settings.Settings;
import io.tidegate.tenants.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Wires the budget of memory. */
@ApplicationScoped
public class MemoryBeans {

  @Produces
  @Singleton
  MemoryConfig config(Settings settings) {
    return MemoryConfig.from(settings, Runtime.getRuntime().maxMemory());
  }

  @Produces
  @Singleton
  MemoryBudget budget(MemoryConfig config, Tenants tenants, Metrics metrics) {
    // Without tenants there are no others to leave anything to.
    MemoryBudget budget = new MemoryBudget(config, tenants::localOnly);
    metrics.gauge(Metric.MEMORY_LIMIT, budget::limit);
    for (Use use : Use.values()) {
      metrics.gauge(Metric.MEMORY_HELD, () -> budget.held(use), use.label());
      metrics.gauge(Metric.MEMORY_REFUSED, () -> budget.refusals(use), use.label());
    }
    return budget;
  }
}
