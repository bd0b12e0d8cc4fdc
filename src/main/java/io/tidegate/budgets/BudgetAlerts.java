package io.tidegate.budgets;

import static java.util.Objects.requireNonNull;

import io.tidegate.logging.LogText;
import io.tidegate.quotas.BudgetUse;
import io.tidegate.quotas.Quotas;
import io.tidegate.store.StoreException;
import io.tidegate.work.Complaint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at all budgets once in a while, and raises what they have reached: because something was
 * spent, or because there is less to spend since the last look.
 *
 * <p>For one thread, which is none that calls wait for; waits for the database. What one budget's
 * rows meet keeps no other budget from being told of.
 */
final class BudgetAlerts {

  private static final Logger LOG = System.getLogger(BudgetAlerts.class.getName());

  private final Quotas quotas;
  private final BudgetAlertRows rows;
  private final Complaint away = new Complaint(LOG);
  private Set<BudgetAlert> raised = new HashSet<>();

  /** Raises what the budgets of {@code quotas} reach in {@code rows}. */
  BudgetAlerts(Quotas quotas, BudgetAlertRows rows) {
    this.quotas = requireNonNull(quotas, "quotas");
    this.rows = requireNonNull(rows, "rows");
  }

  /** Raises what is reached and was not raised. */
  void look() {
    Set<BudgetAlert> known = new HashSet<>();
    boolean well = true;
    for (BudgetAlert alert : reached(quotas.budgetUses())) {
      boolean done = raised.contains(alert) || raise(alert);
      if (done) {
        known.add(alert);
      }
      well &= done;
    }
    // What is not reached any more, or was in a span that is over, takes no memory; the rows know.
    raised = known;
    if (well) {
      away.settle();
    }
  }

  private static List<BudgetAlert> reached(List<BudgetUse> uses) {
    return uses.stream()
        .flatMap(
            use -> BudgetThreshold.reached(use).stream().map(each -> BudgetAlert.of(use, each)))
        .toList();
  }

  private boolean raise(BudgetAlert alert) {
    try {
      if (rows.raise(alert)) {
        LOG.log(
            Level.INFO,
            "{0} % of the {1}''s budget of {2} are spent",
            Integer.toString(alert.threshold().percent()),
            alert.period().label(),
            LogText.of(alert.subject().text()));
      }
      return true;
    } catch (StoreException failed) {
      away.tell("that a budget is spent is not told at present: {0}", failed.reason());
      return false;
    }
  }
}
