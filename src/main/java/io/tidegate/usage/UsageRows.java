package io.tidegate.usage;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where usage is kept. Waits for it; throws {@link io.tidegate.store.StoreException} if it fails,
 * and then leaves open whether anything was done. Thread-safe.
 */
public interface UsageRows {

  /**
   * A row.
   *
   * @param bill whose usage it is
   * @param amount how much
   */
  record Row(Bill bill, Amount amount) {}

  /**
   * Rows as they were at one moment.
   *
   * @param writing the last writing, of the server that asks, that they hold; it may be told as 0
   *     if none of the rows is there yet
   */
  record Reading(List<Row> rows, long writing) {}

  /**
   * Adds {@code amounts} in one transaction, unless that was done.
   *
   * @param server who writes, another one after each start
   * @param number counts its writings, from 1; the same one again is done once
   */
  void add(String server, long number, Map<Bill, Amount> amounts);

  /**
   * What was used from {@code first} to {@code last}, both included.
   *
   * @param server who asks
   * @param tenant of whom, or null for all
   * @param most no more rows than that
   */
  Reading between(String server, LocalDate first, LocalDate last, String tenant, int most);

  /**
   * What {@code payers} have spent from {@code first} to {@code last}, both included; nothing is
   * said of those without a bill.
   */
  Map<Payer, Spent> spent(LocalDate first, LocalDate last, Set<Payer> payers);
}
