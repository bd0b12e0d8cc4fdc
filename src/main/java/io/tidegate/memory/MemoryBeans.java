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
  MemoryConfig config(Settings settings, Tenants tenants) {
    MemoryConfig config = MemoryConfig.from(settings, Runtime.getRuntime().maxMemory());
    // Without tenants there are no others to leave anything to.
    return tenants.localOnly() ? new MemoryConfig(config.limit(), 1) : config;
  }

  @Produces
  @Singleton
  MemoryBudget budget(MemoryConfig config, Metrics metrics) {
    MemoryBudget budget = new MemoryBudget(config);
    metrics.gauge(Metric.MEMORY_LIMIT, budget::limit);
    for (Use use : Use.values()) {
      metrics.gauge(Metric.MEMORY_HELD, () -> budget.held(use), use.label());
      metrics.gauge(Metric.MEMORY_REFUSED, () -> budget.refusals(use), use.label());
    }
    return budget;
  }
}
