package io.tidegate.usage;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.StoreException;
import io.tidegate.usage.UsageRows.Row;
import io.tidegate.work.Complaint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;

/**
 * What was used until now: what is written down, and what this server has counted since.
 *
 * <p>Counts go to the database as differences, in one transaction with the number of the writing. A
 * writing that failed is repeated as it was, under the same number, so that it counts once even if
 * it had been committed. Of one that the database refuses the halves are written by themselves,
 * down to the bill that it minds, which is given up. What a server has not written when it crashes,
 * the last seconds, is lost. Thread-safe; {@link #write} and {@link #between} wait for the
 * database.
 */
public final class UsageBook {

  private static final Logger LOG = System.getLogger(UsageBook.class.getName());

  /**
   * So often a writing is refused before it is divided, or given up: another server may have made
   * the same row in the same moment, and the next time that is found.
   */
  private static final int REFUSALS = 3;

  private final UsageLedger ledger;
  private final UsageRows rows;
  private final String server;
  private final Complaint away = new Complaint(LOG);
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** What is to be written, the first under {@link #number}; it stays what it is until it is. */
  private final Deque<Map<Bill, Amount>> writings = new ArrayDeque<>();

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
  public boolean write() {
    lock.writeLock().lock();
    try {
      // First what had failed before, and then what was counted since.
      if (!writeAll()) {
        return false;
      }
      Map<Bill, Amount> counted = ledger.take();
      if (!counted.isEmpty()) {
        writings.add(counted);
      }
      return writeAll();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private boolean writeAll() {
    int refusals = 0;
    while (!writings.isEmpty()) {
      Map<Bill, Amount> next = writings.peek();
      try {
        rows.add(server, number, next);
        number++;
        writings.remove();
        refusals = 0;
      } catch (StoreException failed) {
        if (!failed.ofRows()) {
          away.tell("usage is not written down at present: {0}", failed.reason());
          return false;
        }
        refusals++;
        if (refusals == REFUSALS) {
          divide(writings.remove(), failed);
          refusals = 0;
        }
      }
    }
    away.settle();
    return true;
  }

  /** One bill that the database refuses keeps no other from being written. */
  private void divide(Map<Bill, Amount> refused, StoreException why) {
    if (refused.size() == 1) {
      LOG.log(Level.ERROR, "a bill is lost, which the database refuses: {0}", why.reason());
      return;
    }
    Map<Bill, Amount> first = new HashMap<>();
    Map<Bill, Amount> second = new HashMap<>();
    refused.forEach(
        (bill, amount) -> (first.size() < refused.size() / 2 ? first : second).put(bill, amount));
    writings.addFirst(Map.copyOf(second));
    writings.addFirst(Map.copyOf(first));
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
    lock.readLock().lock();
    try {
      rows.between(first, last, tenant, most)
          .forEach(row -> count.accept(row.bill(), row.amount()));
      writings.forEach(writing -> writing.forEach(count));
      ledger.counted().forEach(count);
    } finally {
      lock.readLock().unlock();
    }
    return all.entrySet().stream().map(each -> new Row(each.getKey(), each.getValue())).toList();
  }
}
