package io.tidegate.usage;

import io.tidegate.exchange.TenantId;
import io.tidegate.store.JpaStatements;
import io.tidegate.usage.Payer.Scope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums of what was spent, added up by the database: there may be far more bills than payers, since
 * clients name models as they like.
 */
final class JpaSpending {

  /** No statement asks for more payers than that. */
  static final int PORTION = 500;

  private static final String SUMS =
      "select sum(cost), sum(case when used_on = :last then cost else 0 end), tenant";
  private static final String FROM =
      " from usage_day where used_on >= :first and used_on <= :last and tenant in (:tenants)";

  private final LocalDate first;
  private final LocalDate last;

  /** What is spent from the day {@code first} to the end of the day {@code last}. */
  JpaSpending(LocalDate first, LocalDate last) {
    this.first = first;
    this.last = last;
  }

  /** What {@code payers} have spent, all of them with the same {@code scope}. */
  Map<Payer, Spent> of(EntityManager manager, Scope scope, List<Payer> payers) {
    Map<Payer, Spent> spent = new HashMap<>();
    for (Object[] row : JpaStatements.rows(query(manager, scope, payers))) {
      Payer payer =
          new Payer(
              new TenantId((String) row[2]), scope, scope == Scope.TENANT ? "" : (String) row[3]);
      spent.put(payer, new Spent(number(row[0]), number(row[1])));
    }
    return spent;
  }

  private Query query(EntityManager manager, Scope scope, List<Payer> payers) {
    List<Object> values = new ArrayList<>();
    values.addAll(List.of("first", Date.valueOf(first), "last", Date.valueOf(last)));
    values.add("tenants");
    values.add(payers.stream().map(payer -> payer.tenant().value()).distinct().toList());
    if (scope != Scope.TENANT) {
      values.add("names");
      values.add(payers.stream().map(Payer::name).distinct().toList());
    }
    return JpaStatements.query(manager, statement(scope), values.toArray());
  }

  private static String statement(Scope scope) {
    return switch (scope) {
      case TENANT -> SUMS + FROM + " group by tenant";
      case KEY -> named("key_id");
      case MODEL -> named("model");
    };
  }

  private static String named(String column) {
    String of = SUMS + ", " + column + FROM;
    return of + " and " + column + " in (:names) group by tenant, " + column;
  }

  private static BigDecimal number(Object column) {
    return new BigDecimal(column.toString());
  }
}
