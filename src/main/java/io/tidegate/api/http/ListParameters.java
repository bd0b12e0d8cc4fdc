package io.tidegate.api.http;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the query parameters that say which part of a list is wanted. One that is empty is as one
 * that is not there (null).
 *
 * <p>Each method throws a {@link FailureException} that names the parameter and the rule.
 */
public final class ListParameters {

  private static final int USUAL = 20;
  private static final int MOST = 100;

  private ListParameters() {}

  /** {@code value}, or null if it is empty. */
  public static String given(String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  /** How many at the most: 1 to 100, and 20 if nobody says. */
  public static int limit(String value) {
    return limit(value, USUAL, MOST);
  }

  /** How many at the most: 1 to {@code most}, and {@code usual} if nobody says. */
  public static int limit(String value, int usual, int most) {
    if (given(value) == null) {
      return usual;
    }
    int limit = value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
    if (limit < 1 || limit > most) {
      throw invalid("limit", "must be a whole number from 1 to " + most);
    }
    return limit;
  }

  /** Whether the oldest come first. */
  static boolean oldestFirst(String order) {
    if (given(order) == null || order.equals("desc")) {
      return false;
    }
    if (!order.equals("asc")) {
      throw invalid("order", "must be asc or desc");
    }
    return true;
  }

  /** That one of {@code states} whose {@code label} is {@code status}, or null for all. */
  public static <S> S state(String status, S[] states, Function<S, String> label) {
    if (given(status) == null) {
      return null;
    }
    for (S state : states) {
      if (label.apply(state).equals(status)) {
        return state;
      }
    }
    List<String> labels = List.of(states).stream().map(label).toList();
    int last = labels.size() - 1;
    throw invalid(
        "status",
        "must be " + String.join(", ", labels.subList(0, last)) + " or " + labels.get(last));
  }

  /** The tenant named {@code value}, who need not be known; null if nobody is named. */
  public static TenantId tenant(String value) {
    try {
      return value == null ? null : new TenantId(value);
    } catch (IllegalArgumentException broken) {
      throw invalid("tenant", "must name a tenant");
    }
  }

  private static FailureException invalid(String param, String rule) {
    return Failure.invalid(param, rule).asException();
  }
}
