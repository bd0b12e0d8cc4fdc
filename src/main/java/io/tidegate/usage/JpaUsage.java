package io.tidegate.usage;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.JpaStatements;
import io.tidegate.usage.Payer.Scope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Usage as tables. Rows are taken in one order everywhere, so that two servers never wait for each
 * other; who finds a row missing and another server faster begins anew.
 */
final class JpaUsage implements UsageRows {

  private static final String COLUMNS =
      "tenant, key_id, model, used_on, calls, hits, input_tokens, cached_tokens, output_tokens,"
          + " cost";
  private static final String OF_BILL =
      " where tenant = ?1 and key_id = ?2 and model = ?3" + " and used_on = ?4";
  private static final String ADD =
      "update usage_day set calls = calls + ?5, hits = hits + ?6, input_tokens = input_tokens + ?7,"
          + " cached_tokens = cached_tokens + ?8, output_tokens = output_tokens + ?9,"
          + " cost = cost + ?10"
          + OF_BILL;
  private static final String INSERT =
      "insert into usage_day (" + COLUMNS + ") values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

  /** In one statement, which sees rows and writing at the same moment. */
  private static final String READ =
      "select "
          + COLUMNS
          + ", (select w.writing from usage_writing w where w.server = ?1)"
          + " from usage_day where used_on >= ?2 and used_on <= ?3";

  private static final int WRITING = 10;

  /** What a server that is long gone wrote last nobody asks for. */
  private static final long REMEMBERED_MILLIS = 7 * 24 * 3_600_000L;

  private static final Comparator<Map.Entry<Bill, Amount>> ORDER =
      Comparator.comparing((Map.Entry<Bill, Amount> each) -> each.getKey().tenant().value())
          .thenComparing(each -> each.getKey().key().value())
          .thenComparing(each -> each.getKey().model())
          .thenComparing(each -> each.getKey().day());

  private final JpaDatabase database;
  private final InstantSource wall;

  /** Usage in {@code database}. */
  JpaUsage(JpaDatabase database, InstantSource wall) {
    this.database = requireNonNull(database, "database");
    this.wall = requireNonNull(wall, "wall");
  }

  @Override
  public void add(String server, long number, Map<Bill, Amount> amounts) {
    List<Map.Entry<Bill, Amount>> ordered = amounts.entrySet().stream().sorted(ORDER).toList();
    database.run(
        manager -> {
          if (isNew(manager, server, number)) {
            ordered.forEach(each -> add(manager, each.getKey(), each.getValue()));
          }
        });
  }

  private boolean isNew(EntityManager manager, String server, long number) {
    long now = wall.millis();
    List<?> last =
        manager
            .createNativeQuery("select writing from usage_writing where server = ?1 for update")
            .setParameter(1, server)
            .getResultList();
    if (last.isEmpty()) {
      run(
          manager
              .createNativeQuery("delete from usage_writing where written_at < ?1")
              .setParameter(1, now - REMEMBERED_MILLIS));
      run(
          manager
              .createNativeQuery(
                  "insert into usage_writing (server, writing, written_at) values (?1, ?2, ?3)")
              .setParameter(1, server)
              .setParameter(2, number)
              .setParameter(3, now));
      return true;
    }
    if (((Number) last.get(0)).longValue() >= number) {
      return false;
    }
    run(
        manager
            .createNativeQuery(
                "update usage_writing set writing = ?2, written_at = ?3 where server = ?1")
            .setParameter(1, server)
            .setParameter(2, number)
            .setParameter(3, now));
    return true;
  }

  private static void add(EntityManager manager, Bill bill, Amount amount) {
    if (run(filled(manager.createNativeQuery(ADD), bill, amount)) == 0) {
      run(filled(manager.createNativeQuery(INSERT), bill, amount));
    }
  }

  private static int run(Query query) {
    return query.executeUpdate();
  }

  private static Query filled(Query query, Bill bill, Amount amount) {
    return query
        .setParameter(1, bill.tenant().value())
        .setParameter(2, bill.key().value())
        .setParameter(3, bill.model())
        .setParameter(4, Date.valueOf(bill.day()))
        .setParameter(5, amount.calls())
        .setParameter(6, amount.hits())
        .setParameter(7, amount.input())
        .setParameter(8, amount.cached())
        .setParameter(9, amount.output())
        .setParameter(10, amount.cost());
  }

  @Override
  public Reading between(String server, LocalDate first, LocalDate last, String tenant, int most) {
    return database.call(
        manager -> {
          Query query =
              manager
                  .createNativeQuery(
                      READ
                          + (tenant == null ? "" : " and tenant = ?4")
                          + " order by used_on, tenant, key_id, model")
                  .setParameter(1, server)
                  .setParameter(2, Date.valueOf(first))
                  .setParameter(3, Date.valueOf(last))
                  .setMaxResults(most);
          if (tenant != null) {
            query.setParameter(4, tenant);
          }
          List<Object[]> rows = JpaStatements.rows(query);
          Object writing = rows.isEmpty() ? null : rows.get(0)[WRITING];
          return new Reading(
              rows.stream().map(JpaUsage::row).toList(), writing == null ? 0 : number(writing));
        });
  }

  @Override
  public Map<Payer, Spent> spent(LocalDate first, LocalDate last, Set<Payer> payers) {
    JpaSpending spending = new JpaSpending(first, last);
    Map<Payer, Spent> spent = new HashMap<>();
    for (Scope scope : Scope.values()) {
      List<Payer> all = payers.stream().filter(payer -> payer.scope() == scope).toList();
      for (int at = 0; at < all.size(); at += JpaSpending.PORTION) {
        List<Payer> some = all.subList(at, Math.min(at + JpaSpending.PORTION, all.size()));
        spent.putAll(database.call(manager -> spending.of(manager, scope, some)));
      }
    }
    return spent;
  }

  private static Row row(Object[] row) {
    return new Row(
        new Bill(
            new TenantId((String) row[0]),
            new KeyId((String) row[1]),
            (String) row[2],
            row[3] instanceof LocalDate day ? day : ((Date) row[3]).toLocalDate()),
        new Amount(
            number(row[4]),
            number(row[5]),
            number(row[6]),
            number(row[7]),
            number(row[8]),
            new BigDecimal(row[9].toString())));
  }

  private static long number(Object column) {
    return ((Number) column).longValue();
  }
}
