package io.tidegate.usage;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What this server has counted, and what the rows of a reading therefore lack. Nobody waits here
 * for the database: a reading begins before it is asked and ends after it has answered, and what is
 * written in between is kept until then. The number of the last writing that its rows hold says
 * what to add to them, however long they took.
 *
 * <p>Writings are numbered from 1 and written one after the other. Thread-safe; {@link #first},
 * {@link #written}, {@link #refused} and {@link #divided} are for one thread at a time.
 */
final class PendingUsage {

  private final UsageLedger ledger;

  /** What is to be written, the first under {@link #number}; it stays what it is until it is. */
  private final Deque<Map<Bill, Amount>> waiting = new ArrayDeque<>();

  /** What was written since the oldest reading under way began, by number. */
  private final TreeMap<Long, Map<Bill, Amount>> written = new TreeMap<>();

  /** How many readings are under way that began before a writing, by its number. */
  private final TreeMap<Long, Integer> readings = new TreeMap<>();

  private long number = 1;

  /** Nothing waits but what {@code ledger} counts. */
  PendingUsage(UsageLedger ledger) {
    this.ledger = requireNonNull(ledger, "ledger");
  }

  /** Makes a writing of what was counted since the last one. */
  synchronized void take() {
    Map<Bill, Amount> counted = ledger.take();
    if (!counted.isEmpty()) {
      waiting.add(counted);
    }
  }

  /** What is to be written next; null for nothing. */
  synchronized Map<Bill, Amount> first() {
    return waiting.peek();
  }

  /** The number of the next writing. */
  synchronized long number() {
    return number;
  }

  /** The first one is written. */
  synchronized void written() {
    Map<Bill, Amount> first = waiting.remove();
    if (!readings.isEmpty()) {
      written.put(number, first);
    }
    number++;
  }

  /** The first one is lost. */
  synchronized void refused() {
    var unused = waiting.remove();
  }

  /** The first one is written in two halves. */
  synchronized void divided() {
    Map<Bill, Amount> whole = waiting.remove();
    Map<Bill, Amount> first = new HashMap<>();
    Map<Bill, Amount> second = new HashMap<>();
    whole.forEach(
        (bill, amount) -> (first.size() < whole.size() / 2 ? first : second).put(bill, amount));
    waiting.addFirst(Map.copyOf(second));
    waiting.addFirst(Map.copyOf(first));
  }

  /** A reading begins; {@link #end} is to be told what this returns. */
  synchronized long begin() {
    readings.merge(number, 1, Integer::sum);
    return number;
  }

  /**
   * Tells {@code count} what the rows of a reading under way lack.
   *
   * @param last the last writing that they hold, 0 for none
   */
  synchronized void tell(long last, BiConsumer<Bill, Amount> count) {
    written.tailMap(last, false).values().forEach(writing -> writing.forEach(count));
    // The first may have been committed, and only the news of it lost.
    waiting.stream().skip(last >= number ? 1 : 0).forEach(writing -> writing.forEach(count));
    ledger.counted().forEach(count);
  }

  /** The reading is over that began with {@code begun}. */
  synchronized void end(long begun) {
    readings.computeIfPresent(begun, (any, count) -> count == 1 ? null : count - 1);
    long oldest = readings.isEmpty() ? number : readings.firstKey();
    written.headMap(oldest).clear();
  }
}
