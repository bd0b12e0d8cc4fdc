package io.tidegate.api.usage;

import io.tidegate.quotas.Limits;
import io.tidegate.quotas.QuotaState;
import io.tidegate.quotas.RateState;
import io.tidegate.quotas.Subject;
import io.tidegate.quotas.Subject.Scope;
import io.tidegate.usage.Money;
import java.math.BigDecimal;

/**
 * The limits of one subject, and how they stand at this server; null where nothing is limited.
 *
 * @param key the public name of the key they are for, or null
 * @param model the model they are for, or null
 * @param source {@code api} or {@code configuration}
 * @param currency of the budgets
 */
public record QuotaJson(
    String object,
    String tenant,
    String key,
    String model,
    String source,
    Rate requestsPerMinute,
    Rate tokensPerMinute,
    Places concurrent,
    Budget budgetPerDay,
    Budget budgetPerMonth,
    String currency) {

  /**
   * A limit in a minute.
   *
   * @param remaining what may be had at once
   * @param resetSeconds in which time all of that is there again
   */
  public record Rate(long limit, long remaining, double resetSeconds) {

    private static Rate of(RateState state) {
      return state == null
          ? null
          : new Rate(state.limit(), state.remaining(), state.reset().toMillis() / 1000.0);
    }
  }

  /** A limit of calls at a time, and how many there are at this server. */
  public record Places(long limit, long inUse) {}

  /** What may be spent, and what was, as far as this server knows. */
  public record Budget(BigDecimal limit, BigDecimal spent) {

    private static Budget of(long limit, long spent) {
      return limit == Limits.NONE ? null : new Budget(Money.budget(limit), Money.budget(spent));
    }
  }

  static QuotaJson of(QuotaState state, boolean stored, String currency) {
    Subject subject = state.subject();
    Limits limits = state.limits();
    return new QuotaJson(
        "quota",
        subject.tenant().value(),
        subject.scope() == Scope.KEY ? subject.name() : null,
        subject.scope() == Scope.MODEL ? subject.name() : null,
        stored ? "api" : "configuration",
        Rate.of(state.requests()),
        Rate.of(state.tokens()),
        limits.concurrent() == Limits.NONE
            ? null
            : new Places(limits.concurrent(), Math.max(0, state.inUse())),
        Budget.of(limits.perDay(), state.spentDay()),
        Budget.of(limits.perMonth(), state.spentMonth()),
        currency);
  }
}
