package io.tidegate.api.usage;

import io.tidegate.api.usage.UsageQuery.Group;
import io.tidegate.usage.Amount;
import io.tidegate.usage.Bill;
import io.tidegate.usage.Money;
import io.tidegate.usage.UsageRows.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was used.
 *
 * @param from the first day, in UTC
 * @param to the last day
 * @param currency the ISO 4217 code of the costs
 * @param truncated whether there is more than can be told at once: ask for less
 * @param data by what it was to be told apart, in order
 * @param total all of it
 */
public record UsageJson(
    String object,
    String from,
    String to,
    String currency,
    boolean truncated,
    List<UsageLineJson> data,
    UsageSumJson total) {

  /**
   * What is counted together; null where it is not told apart.
   *
   * @param key the key's public name, empty for what came without one
   * @param calls for which nodes were asked
   * @param cachedCalls that were answered without a node
   * @param inputTokens of prompts, cached ones included
   * @param cachedInputTokens of prompts, which nodes had in their own caches
   * @param outputTokens of answers
   */
  public record UsageLineJson(
      String day,
      String tenant,
      String key,
      String model,
      long calls,
      long cachedCalls,
      long inputTokens,
      long cachedInputTokens,
      long outputTokens,
      BigDecimal cost) {}

  /** All together. */
  public record UsageSumJson(
      long calls,
      long cachedCalls,
      long inputTokens,
      long cachedInputTokens,
      long outputTokens,
      BigDecimal cost) {}

  /** What {@code rows} say to {@code query}. */
  static UsageJson of(UsageQuery query, List<Row> rows, int most, String currency) {
    Map<List<String>, Amount> grouped = new LinkedHashMap<>();
    Map<List<String>, Bill> first = new LinkedHashMap<>();
    Amount total = Amount.NONE;
    for (Row row : rows.stream().filter(query::wants).toList()) {
      List<String> name = query.group().stream().map(group -> group.of(row.bill())).toList();
      grouped.merge(name, row.amount(), Amount::plus);
      first.putIfAbsent(name, row.bill());
      total = total.plus(row.amount());
    }
    List<UsageLineJson> lines = new ArrayList<>();
    Map<String, List<String>> ordered = new TreeMap<>();
    grouped.keySet().forEach(name -> ordered.put(String.join("\u0000", name), name));
    ordered.values().forEach(name -> lines.add(line(query, first.get(name), grouped.get(name))));
    return new UsageJson(
        "usage",
        query.from().toString(),
        query.to().toString(),
        currency,
        rows.size() >= most,
        lines,
        sum(total));
  }

  private static UsageLineJson line(UsageQuery query, Bill bill, Amount amount) {
    return new UsageLineJson(
        query.tells(Group.DAY) ? bill.day().toString() : null,
        query.tells(Group.TENANT) ? bill.tenant().value() : null,
        query.tells(Group.KEY) ? bill.key().value() : null,
        query.tells(Group.MODEL) ? bill.model() : null,
        amount.calls(),
        amount.hits(),
        amount.input(),
        amount.cached(),
        amount.output(),
        Money.cost(amount.cost()));
  }

  private static UsageSumJson sum(Amount amount) {
    return new UsageSumJson(
        amount.calls(),
        amount.hits(),
        amount.input(),
        amount.cached(),
        amount.output(),
        Money.cost(amount.cost()));
  }
}
