package io.tidegate.budgets;

import io.tidegate.quotas.BudgetUse;
import java.util.Arrays;
import java.util.List;

/** A share of a budget of which somebody is told when it is spent. */
public enum BudgetThreshold {
  /** Half of it. */
  HALF(50, "budget.half_spent"),
  /** Four fifths of it. */
  MOST(80, "budget.nearly_spent"),
  /** All of it: calls are refused from now on. */
  ALL(100, "budget.spent");

  private final int percent;
  private final String event;

  BudgetThreshold(int percent, String event) {
    this.percent = percent;
    this.event = event;
  }

  /** The share in percent. */
  public int percent() {
    return percent;
  }

  /** The type of the webhook event that tells of it. */
  public String event() {
    return event;
  }

  /** Those that {@code use} has reached, the lowest first. */
  static List<BudgetThreshold> reached(BudgetUse use) {
    long spent = use.percent();
    return Arrays.stream(values()).filter(each -> spent >= each.percent).toList();
  }
}
