package io.tidegate.quotas;

import java.time.LocalDate;

/** What all servers have spent, as the database has it. */
@FunctionalInterface
public interface Spending {

  /**
   * What {@code subject} has spent from {@code first} to the day before {@code end}, in
   * thousand-millionths of the currency's unit.
   */
  long between(Subject subject, LocalDate first, LocalDate end);
}
