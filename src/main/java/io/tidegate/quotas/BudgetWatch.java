package io.tidegate.quotas;

import static java.util.Objects.requireNonNull;

import io.tidegate.usage.Amount;
import io.tidegate.usage.Bill;
import io.tidegate.usage.Money;
import io.tidegate.usage.UsageBook;
import io.tidegate.usage.UsageRows.Row;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Keeps budgets true: writes usage down, and tells the budgets what all servers have spent.
 *
 * <p>For one thread; waits for the database.
 */
public final class BudgetWatch {

  /** More bills than any month has. */
  private static final int MOST = 200_000;

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
      List<Row> rows = book.written(today.withDayOfMonth(1), today, MOST);
      quotas.look((subject, first, end) -> spent(rows, subject, first, end));
    }
  }

  private static long spent(List<Row> rows, Subject subject, LocalDate first, LocalDate end) {
    return Money.nano(
        rows.stream()
            .filter(row -> !row.bill().day().isBefore(first) && row.bill().day().isBefore(end))
            .filter(row -> isOf(subject, row.bill()))
            .map(Row::amount)
            .map(Amount::cost)
            .reduce(BigDecimal.ZERO, BigDecimal::add));
  }

  private static boolean isOf(Subject subject, Bill bill) {
    return bill.tenant().equals(subject.tenant())
        && switch (subject.scope()) {
          case TENANT -> true;
          case KEY -> bill.key().value().equals(subject.name());
          case MODEL -> bill.model().equals(subject.name());
        };
  }
}
