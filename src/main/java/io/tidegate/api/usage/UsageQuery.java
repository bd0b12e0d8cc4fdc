package io.tidegate.api.usage;

import io.tidegate.api.http.ListParameters;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.TenantId;
import io.tidegate.usage.Bill;
import io.tidegate.usage.UsageRows.Row;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which usage is asked for, and how it is put together.
 *
 * @param from the first day
 * @param to the last day
 * @param tenant of whom, or null for all
 * @param key by which key, or null for all
 * @param model of which model, or null for all
 * @param group what is told apart, in the order of the columns
 */
record UsageQuery(
    LocalDate from, LocalDate to, String tenant, String key, String model, List<Group> group) {

  /** More days than a year has are asked for by mistake. */
  private static final int MOST_DAYS = 400;

  /** What databases take for days is more, and not the same everywhere. */
  private static final int FIRST_YEAR = 2000;

  private static final int LAST_YEAR = 9999;

  private static final String ALL = "tenant,key,model,day";

  /** What is told apart. */
  enum Group {
    TENANT,
    KEY,
    MODEL,
    DAY;

    /** What it is of {@code bill}. */
    String of(Bill bill) {
      return switch (this) {
        case TENANT -> bill.tenant().value();
        case KEY -> bill.key().value();
        case MODEL -> bill.model();
        case DAY -> bill.day().toString();
      };
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  UsageQuery {
    group = List.copyOf(group);
  }

  /** What was asked, the first of the month to today where no days were named. */
  static UsageQuery read(HttpUsageParameters asked, LocalDate today) {
    LocalDate to = day("to", asked.to(), today);
    LocalDate from = day("from", asked.from(), to.withDayOfMonth(1));
    if (from.isAfter(to) || ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
      throw Failure.invalid(
              "from", "must be at most " + MOST_DAYS + " days before 'to', and not after it")
          .asException();
    }
    TenantId tenant = ListParameters.tenant(ListParameters.given(asked.tenant()));
    String of = tenant == null ? null : tenant.value();
    return new UsageQuery(from, to, of, asked.key(), asked.model(), groups(asked.group()));
  }

  private static LocalDate day(String field, String text, LocalDate fallback) {
    try {
      LocalDate day = text == null || text.isEmpty() ? fallback : LocalDate.parse(text);
      if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
        return day;
      }
    } catch (DateTimeParseException broken) {
      throw notADay(field);
    }
    throw notADay(field);
  }

  private static RuntimeException notADay(String field) {
    String rule = "must be a day like 2026-11-30, of the years " + FIRST_YEAR + " to " + LAST_YEAR;
    return Failure.invalid(field, rule).asException();
  }

  private static List<Group> groups(String text) {
    List<Group> groups = new ArrayList<>();
    for (String name : (text == null || text.isEmpty() ? ALL : text).split(",", -1)) {
      Group group =
          Arrays.stream(Group.values())
              .filter(one -> one.label().equals(name.strip()))
              .findFirst()
              .orElseThrow(() -> Failure.invalid("group", "must be some of " + ALL).asException());
      if (!groups.contains(group)) {
        groups.add(group);
      }
    }
    return groups;
  }

  /** The same of {@code own} alone. */
  UsageQuery of(String own) {
    return new UsageQuery(from, to, own, key, model, group);
  }

  boolean wants(Row row) {
    return (key == null || key.equals(row.bill().key().value()))
        && (model == null || model.equals(row.bill().model()));
  }

  /** Whether {@code what} is told apart. */
  boolean tells(Group what) {
    return Set.copyOf(group).contains(what);
  }
}
