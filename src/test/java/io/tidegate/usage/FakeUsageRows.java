package io.tidegate.usage;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.StoreException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A database that fails before or after it has done what it was told, and answers when it may. */
final class FakeUsageRows implements UsageRows {

  final Map<Bill, Amount> kept = new HashMap<>();
  private final Map<String, Long> last = new HashMap<>();
  boolean failsBefore;
  boolean failsAfter;
  Bill bad = new Bill(new TenantId("nobody"), new KeyId("k"), "flash", LocalDate.EPOCH);

  /** What another server inserts in the very moment, so often. */
  int races;

  int writings;

  /** What happens before anything is written. */
  Runnable beforeWriting = () -> {};

  /** What happens after a query was sent, and before it looks at the rows. */
  Runnable beforeQuery = () -> {};

  /** What happens after a query has looked at the rows, and before it is answered. */
  Runnable afterQuery = () -> {};

  @Override
  public void add(String server, long number, Map<Bill, Amount> amounts) {
    beforeWriting.run();
    put(server, number, amounts);
  }

  private synchronized void put(String server, long number, Map<Bill, Amount> amounts) {
    writings++;
    if (races > 0) {
      races--;
      throw new StoreException(new SQLException("duplicate key", "23505"));
    }
    if (failsBefore) {
      throw new StoreException(new IllegalStateException("away"));
    }
    if (amounts.containsKey(bad)) {
      throw new StoreException(new SQLException("too long", "22001"));
    }
    if (last.getOrDefault(server, 0L) < number) {
      last.put(server, number);
      amounts.forEach((bill, amount) -> kept.merge(bill, amount, Amount::plus));
    }
    if (failsAfter) {
      throw new StoreException(new IllegalStateException("nobody heard of the end"));
    }
  }

  @Override
  public Reading between(String server, LocalDate first, LocalDate end, String tenant, int most) {
    beforeQuery.run();
    Reading read = look(server, tenant);
    afterQuery.run();
    return read;
  }

  @Override
  public Map<Payer, Spent> spent(LocalDate first, LocalDate end, Set<Payer> payers) {
    throw new UnsupportedOperationException("nobody asks for sums here");
  }

  private synchronized Reading look(String server, String tenant) {
    List<Row> rows =
        kept.entrySet().stream()
            .map(each -> new Row(each.getKey(), each.getValue()))
            .filter(row -> tenant == null || row.bill().tenant().value().equals(tenant))
            .toList();
    return new Reading(rows, rows.isEmpty() ? 0 : last.getOrDefault(server, 0L));
  }
}
