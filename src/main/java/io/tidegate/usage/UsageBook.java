package io.tidegate.usage;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.StoreException;
import io.tidegate.usage.UsageRows.Row;
import io.tidegate.work.Complaint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was used until now: what is written down, and what this server has counted since.
 *
 * <p>Counts go to the database as differences, in one transaction with the number of the writing. A
 * writing that failed is repeated as it was, under the same number, so that it counts once even if
 * it had been committed. What a server has not written when it crashes, the last seconds, is lost.
 * Thread-safe; {@link #write} and {@link #between} wait for the database.
 */
public final class UsageBook {

  private static final Logger LOG = System.getLogger(UsageBook.class.getName());

  private final UsageLedger ledger;
  private final UsageRows rows;
  private final String server;
  private final Complaint away = new Complaint(LOG);
  private long number = 1;

  /**
   * A book of what {@code ledger} counts.
   *
   * @param server a name that no other server has or had
   */
  public UsageBook(UsageLedger ledger, UsageRows rows, String server) {
    this.ledger = requireNonNull(ledger, "ledger");
    this.rows = requireNonNull(rows, "rows");
    this.server = requireNonNull(server, "server");
  }

  /** Writes down what was counted; whether all is written that was counted when it began. */
  public synchronized boolean write() {
    Map<Bill, Amount> amounts = ledger.begin();
    if (amounts.isEmpty()) {
      return true;
    }
    try {
      add(amounts);
      ledger.wrote();
    } catch (StoreException failed) {
      if (!failed.ofRows() || !written(amounts)) {
        away.tell("usage is not written down at present: {0}", failed.reason());
        return false;
      }
    }
    away.settle();
    return true;
  }

  /** One bill that the database refuses keeps no other from being written, and is given up. */
  private boolean written(Map<Bill, Amount> amounts) {
    for (Map.Entry<Bill, Amount> each : amounts.entrySet()) {
      try {
        add(Map.of(each.getKey(), each.getValue()));
      } catch (StoreException failed) {
        if (!failed.ofRows()) {
          return false;
        }
        LOG.log(Level.ERROR, "a bill was lost, which the database refuses: {0}", failed.reason());
      }
      ledger.wrote(each.getKey());
    }
    return true;
  }

  private void add(Map<Bill, Amount> amounts) {
    rows.add(server, number, amounts);
    number++;
  }

  /** The rows of all servers, without what is not written down yet. */
  public List<Row> written(LocalDate first, LocalDate last, int most) {
    return rows.between(first, last, null, most);
  }

  /**
   * What was used from {@code first} to {@code last}, both included, by bill.
   *
   * @param tenant of whom, or null for all
   * @param most no more bills than that
   */
  public synchronized List<Row> between(LocalDate first, LocalDate last, String tenant, int most) {
    Map<Bill, Amount> all = new HashMap<>();
    rows.between(first, last, tenant, most)
        .forEach(row -> all.merge(row.bill(), row.amount(), Amount::plus));
    ledger
        .pending()
        .forEach(
            (bill, amount) -> {
              if (!bill.day().isBefore(first)
                  && !bill.day().isAfter(last)
                  && (tenant == null || bill.tenant().value().equals(tenant))) {
                all.merge(bill, amount, Amount::plus);
              }
            });
    return all.entrySet().stream().map(each -> new Row(each.getKey(), each.getValue())).toList();
  }
}
