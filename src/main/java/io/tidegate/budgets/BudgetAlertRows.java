package io.tidegate.budgets;

/**
 * What was raised, by all servers. Waits for the database; throws {@link
 * io.tidegate.store.StoreException} if it fails, and then leaves open whether anything was done.
 * Thread-safe.
 */
interface BudgetAlertRows {

  /**
   * Raises {@code alert}, and tells its tenant in the same transaction, if it has anybody to tell.
   *
   * @return whether this server was the first to
   */
  boolean raise(BudgetAlert alert);
}
