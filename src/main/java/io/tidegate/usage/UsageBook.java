package io.tidegate.usage;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.StoreException;
import io.tidegate.usage.UsageRows.Reading;
import io.tidegate.usage.UsageRows.Row;
import io.tidegate.work.Complaint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * What was used until now: what is written down, and what this server has counted since.
 *
 * <p>Counts go to the database as differences, in one transaction with the number of the writing. A
 * writing that failed is repeated as it was, under the same number, so that it counts once even if
 * it had been committed. Of one that the database refuses the halves are written by themselves,
 * down to the bill that it minds, which is given up. What a server has not written when it crashes,
 * the last seconds, is lost. Thread-safe; {@link #write}, {@link #between} and {@link #spent} wait
 * for the database, but never for each other.
 */
public final class UsageBook {

  private static final Logger LOG = System.getLogger(UsageBook.class.getName());

  /**
   * So often a writing is refused before it is divided, or given up: another server may have made
   * the same row in the same moment, and the next time that is found.
   */
  private static final int REFUSALS = 3;

  private final PendingUsage pending;
  private final UsageRows rows;
  private final String server;
  private final Complaint away = new Complaint(LOG);

  /** Held by who writes, while the database does; nobody who reads waits for it. */
  private final Lock writing = new ReentrantLock();

  /**
   * A book of what {@code ledger} counts.
   *
   * @param server a name that no other server has or had
   */
  public UsageBook(UsageLedger ledger, UsageRows rows, String server) {
    this.pending = new PendingUsage(ledger);
    this.rows = requireNonNull(rows, "rows");
    this.server = requireNonNull(server, "server");
  }

  /** Writes down what was counted; whether all is written that was counted when it began. */
  public boolean write() {
    writing.lock();
    try {
      // First what had failed before, and then what was counted since.
      if (!writeAll()) {
        return false;
      }
      pending.take();
      return writeAll();
    } finally {
      writing.unlock();
    }
  }

  private boolean writeAll() {
    int refusals = 0;
    for (Map<Bill, Amount> next = pending.first(); next != null; next = pending.first()) {
      try {
        rows.add(server, pending.number(), next);
        pending.written();
        refusals = 0;
      } catch (StoreException failed) {
        if (!failed.ofRows()) {
          away.tell("usage is not written down at present: {0}", failed.reason());
          return false;
        }
        refusals++;
        if (refusals == REFUSALS) {
          refused(next, failed);
          refusals = 0;
        }
      }
    }
    away.settle();
    return true;
  }

  /** One bill that the database refuses keeps no other from being written. */
  private void refused(Map<Bill, Amount> next, StoreException why) {
    if (next.size() > 1) {
      pending.divided();
      return;
    }
    pending.refused();
    LOG.log(Level.ERROR, "a bill is lost, which the database refuses: {0}", why.reason());
  }

  /**
   * What {@code payers} have spent at all servers from {@code first} to {@code last}, both
   * included, without what is not written down yet; nothing is said of those without a bill.
   */
  public Map<Payer, Spent> spent(LocalDate first, LocalDate last, Set<Payer> payers) {
    return rows.spent(first, last, payers);
  }

  /**
   * What was used from {@code first} to {@code last}, both included, by bill.
   *
   * @param tenant of whom, or null for all
   * @param most no more bills than that
   */
  public List<Row> between(LocalDate first, LocalDate last, String tenant, int most) {
    Map<Bill, Amount> all = new HashMap<>();
    BiConsumer<Bill, Amount> count =
        (bill, amount) -> {
          if (!bill.day().isBefore(first)
              && !bill.day().isAfter(last)
              && (tenant == null || bill.tenant().value().equals(tenant))) {
            all.merge(bill, amount, Amount::plus);
          }
        };
    long begun = pending.begin();
    try {
      Reading read = rows.between(server, first, last, tenant, most);
      read.rows().forEach(row -> count.accept(row.bill(), row.amount()));
      pending.tell(read.writing(), count);
    } finally {
      pending.end(begun);
    }
    return all.entrySet().stream().map(each -> new Row(each.getKey(), each.getValue())).toList();
  }
}
