package io.tidegate.budgets;

import static java.util.Objects.requireNonNull;

import io.tidegate.quotas.BudgetUse;
import io.tidegate.quotas.Period;
import io.tidegate.quotas.Subject;

/**
 * That a budget has reached a threshold, in one day or month; immutable. It is raised once, however
 * often it would be true again.
 *
 * @param subject whose budget it is
 * @param period of which span
 * @param first the first day of that span, as {@code 2026-11-01}
 * @param threshold what is reached
 */
record BudgetAlert(Subject subject, Period period, String first, BudgetThreshold threshold) {

  BudgetAlert {
    requireNonNull(subject, "subject");
    requireNonNull(period, "period");
    requireNonNull(first, "first");
    requireNonNull(threshold, "threshold");
  }

  static BudgetAlert of(BudgetUse use, BudgetThreshold threshold) {
    return new BudgetAlert(use.subject(), use.period(), use.first(), threshold);
  }

  /** The budget and its span, as {@code team-a/model/flash/month/2026-11-01}. */
  String id() {
    return subject.text() + "/" + period.label() + "/" + first;
  }
}
