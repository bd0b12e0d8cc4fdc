package io.tidegate.quotas;

import static java.util.Objects.requireNonNull;

import io.tidegate.usage.Money;
import io.tidegate.usage.Payer;
import io.tidegate.usage.Spent;
import io.tidegate.usage.UsageBook;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Keeps budgets true: writes usage down, and tells the budgets what all servers have spent.
 *
 * <p>For one thread; waits for the database.
 */
public final class BudgetWatch {

  private final Quotas quotas;
  private final UsageBook book;
  private final InstantSource wall;

  /** Tells the budgets of {@code quotas} what {@code book} has. */
  public BudgetWatch(Quotas quotas, UsageBook book, InstantSource wall) {
    this.quotas = requireNonNull(quotas, "quotas");
    this.book = requireNonNull(book, "book");
    this.wall = requireNonNull(wall, "wall");
  }

  /** Writes down what was used, and looks what all have spent if anybody has a budget. */
  public void beat() {
    if (quotas.budgets().isEmpty()) {
      book.write();
      return;
    }
    // In this order: what is spent meanwhile counts twice rather than not at all, until next time.
    quotas.leave();
    if (book.write()) {
      LocalDate today = LocalDate.ofInstant(wall.instant(), ZoneOffset.UTC);
      quotas.look(spending(quotas.budgets(), today));
    }
  }

  /** Asked for before anybody has to wait for the budgets. */
  private Spending spending(Set<Subject> subjects, LocalDate today) {
    LocalDate first = Period.MONTH.first(today);
    Map<Subject, Payer> payers = new HashMap<>();
    subjects.forEach(subject -> payers.put(subject, payer(subject)));
    Map<Payer, Spent> sums = book.spent(first, today, Set.copyOf(payers.values()));
    Map<Subject, Spent> spent = new HashMap<>();
    payers.forEach((subject, payer) -> spent.put(subject, sums.getOrDefault(payer, Spent.NOTHING)));
    return (subject, from, end) -> {
      Spent known = spent.getOrDefault(subject, Spent.NOTHING);
      if (from.equals(today) && end.equals(Period.DAY.next(today))) {
        return Money.nano(known.last());
      }
      // A day or a month that has begun since was not asked for: nothing of it is known.
      boolean isMonth = from.equals(first) && end.equals(Period.MONTH.next(today));
      return isMonth ? Money.nano(known.all()) : 0;
    };
  }

  private static Payer payer(Subject subject) {
    Payer.Scope scope =
        switch (subject.scope()) {
          case TENANT -> Payer.Scope.TENANT;
          case KEY -> Payer.Scope.KEY;
          case MODEL -> Payer.Scope.MODEL;
        };
    return new Payer(subject.tenant(), scope, subject.name());
  }
}
