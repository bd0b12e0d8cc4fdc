package io.tidegate.quotas;

import java.time.Instant;

/**
 * The limits of one subject and how they stand; immutable.
 *
 * @param requests the calls of a minute as they stand, or null if they are not limited
 * @param tokens the tokens of a minute as they stand, or null if they are not limited
 * @param inUse the calls at this server; -1 where they are not limited
 * @param spentDay what was spent today, in thousand-millionths; -1 without a budget
 * @param spentMonth what was spent this month, in the same
 */
public record QuotaState(
    Subject subject,
    Limits limits,
    RateState requests,
    RateState tokens,
    long inUse,
    long spentDay,
    long spentMonth) {

  static QuotaState of(SubjectLimits one, QuotaTools tools) {
    long now = tools.now();
    Instant time = tools.wall().instant();
    return new QuotaState(
        one.subject(),
        one.limits(),
        one.requestState(now),
        one.tokenState(now),
        one.inUse(),
        spent(one.day(), Period.DAY, time),
        spent(one.month(), Period.MONTH, time));
  }

  private static long spent(Budget budget, Period period, Instant time) {
    return budget == null ? Limits.NONE : budget.spent(period.at(time));
  }
}
