package io.tidegate;

import static java.util.Objects.requireNonNull;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.quotas.Period;
import io.tidegate.quotas.Quotas;
import io.tidegate.quotas.Subject;
import java.util.Set;

/** Shows how much of each budget is spent, for as long as there is the budget. Thread-safe. */
final class BudgetGauges {

  private final Quotas quotas;
  private final Metrics metrics;
  private Set<Subject> shown = Set.of();

  /** Shows in {@code metrics} what {@code quotas} know; nothing before the first {@link #show}. */
  BudgetGauges(Quotas quotas, Metrics metrics) {
    this.quotas = requireNonNull(quotas, "quotas");
    this.metrics = requireNonNull(metrics, "metrics");
  }

  /** Shows the budgets of {@code subjects}, and no others. */
  synchronized void show(Set<Subject> subjects) {
    for (Period period : Period.values()) {
      shown.stream()
          .filter(subject -> !subjects.contains(subject))
          .forEach(gone -> metrics.remove(Metric.QUOTA_BUDGET_USED, labels(gone, period)));
      subjects.stream()
          .filter(subject -> !shown.contains(subject))
          .forEach(
              subject ->
                  metrics.gauge(
                      Metric.QUOTA_BUDGET_USED,
                      () -> quotas.used(subject, period),
                      labels(subject, period)));
    }
    shown = Set.copyOf(subjects);
  }

  private static String[] labels(Subject subject, Period period) {
    return new String[] {subject.tenant().value(), subject.text(), period.label()};
  }
}
