package io.tidegate.alerting;

import static io.tidegate.alerting.Condition.above;
import static io.tidegate.alerting.Condition.atLeast;
import static io.tidegate.alerting.Condition.below;
import static io.tidegate.alerting.Severity.CRITICAL;
import static io.tidegate.alerting.Severity.INFO;
import static io.tidegate.alerting.Severity.WARNING;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.metrics.Metric;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * All rules. The file for Prometheus is printed from them, and the server evaluates them itself.
 *
 * <p>Each looks at one server: of several, each alarms for itself.
 */
final class Rules {

  /**
   * 14.4 times the error budget of 0.05 % (a service level of 99.95 %): 2 % of what a month may
   * lose, in an hour. Beyer et al., "The Site Reliability Workbook" (2018), chapter 5.
   */
  private static final double FAST_BURN = 0.0072;

  /** 6 times the error budget: 5 % of what a month may lose, in six hours. */
  private static final double SLOW_BURN = 0.003;

  private static final double TEN_MINUTES = 600;
  private static final double TWO_WEEKS = 14 * 86_400;
  private static final int SERVER_ERROR = 500;

  /** All, in the order of the runbook. */
  static final List<Rule> ALL =
      List.of(
          highErrorRate(),
          fastBurn(),
          slowBurn(),
          limitsSaturated(),
          longQueueWait(),
          nodeEjected(),
          accountOut(),
          busyUnder200(),
          cacheHitCollapse(),
          leasesDegraded(),
          outboxStandingStill(),
          deadLetters(),
          deadWebhooks(),
          warmupMissed(),
          certificateEnding(),
          budget(
              "BudgetHalfSpent", 50, INFO, "Half of the {period}'s budget of {budget} is spent."),
          budget(
              "BudgetNearlySpent",
              80,
              WARNING,
              "80 % of the {period}'s budget of {budget} are spent."),
          budget(
              "BudgetSpent",
              100,
              WARNING,
              "The {period}'s budget of {budget} is spent, and its calls are refused."));

  private Rules() {}

  private static Rule highErrorRate() {
    return new Rule(
        "HighErrorRate",
        List.of(),
        List.of(above(errors(ofMinutes(1)), 0.05)),
        ofMinutes(2),
        CRITICAL,
        "More than 5 % of the calls of the last minute ended with a 5xx.");
  }

  private static Rule fastBurn() {
    return burn(
        "ErrorBudgetFastBurn",
        FAST_BURN,
        List.of(ofHours(1), ofMinutes(5)),
        CRITICAL,
        "Failed calls use up the error budget of a month in two days.");
  }

  private static Rule slowBurn() {
    return burn(
        "ErrorBudgetSlowBurn",
        SLOW_BURN,
        List.of(ofHours(6), ofMinutes(30)),
        WARNING,
        "Failed calls use up the error budget of a month in five days.");
  }

  /** The long window says that it matters, the short one that it goes on. */
  private static Rule burn(
      String name, double share, List<Duration> windows, Severity severity, String summary) {
    return new Rule(
        name,
        List.of(),
        windows.stream().map(window -> above(errors(window), share)).toList(),
        ZERO,
        severity,
        summary);
  }

  private static Rule limitsSaturated() {
    return new Rule(
        "LimitsSaturated",
        List.of("model"),
        List.of(
            above(
                new Ratio(level(Metric.LIMIT_IN_USE, Fold.SUM), level(Metric.LIMIT, Fold.SUM)),
                0.9)),
        ofMinutes(5),
        WARNING,
        "More than 90 % of the places for {model} have been taken for five minutes.");
  }

  private static Rule longQueueWait() {
    Duration window = ofMinutes(5);
    return new Rule(
        "LongQueueWait",
        List.of("model"),
        List.of(
            above(
                new Ratio(
                    new Rate(Selector.of(Metric.QUEUE_WAIT.exposed() + "_sum"), window),
                    new Rate(Selector.of(Metric.QUEUE_WAIT.exposed() + "_count"), window)),
                2)),
        ofMinutes(2),
        WARNING,
        "Calls for {model} that have to wait for a place wait for more than two seconds.");
  }

  private static Rule nodeEjected() {
    return new Rule(
        "NodeEjected",
        List.of("node"),
        List.of(above(level(Metric.NODE_EJECTED, Fold.MAX), 0)),
        ofMinutes(1),
        WARNING,
        "Node {node} is out after failures, and probes do not bring it back.");
  }

  private static Rule accountOut() {
    return new Rule(
        "AccountOut",
        List.of("account"),
        List.of(below(level(Metric.ACCOUNT_USABLE, Fold.MIN), 1)),
        ofMinutes(1),
        CRITICAL,
        "Account {account} is out: a key of it is refused, or its balance used up.");
  }

  private static Rule busyUnder200() {
    Duration window = ofMinutes(5);
    return new Rule(
        "BusyUnder200",
        List.of("node"),
        List.of(
            above(
                new Ratio(
                    new Rate(counter(Metric.BUSY_UNDER_200), window),
                    new Rate(counter(Metric.ATTEMPTS), window)),
                0.05)),
        ofMinutes(5),
        WARNING,
        "Node {node} says 200 and is busy, for more than 5 % of its attempts.");
  }

  private static Rule cacheHitCollapse() {
    return new Rule(
        "CacheHitCollapse",
        List.of(),
        List.of(
            below(hits(ofMinutes(10)), new Scaled(0.5, hits(ofHours(6)))),
            above(hits(ofHours(6)), 0.1),
            above(new Rate(lookups(), ofMinutes(10)), 0.1)),
        ofMinutes(10),
        WARNING,
        "The cache answers less than half of what it answered over the last six hours.");
  }

  private static Rule leasesDegraded() {
    return new Rule(
        "LeasesDegraded",
        List.of(),
        List.of(below(level(Metric.LEASE_SHARED, Fold.MIN), 1)),
        ofMinutes(2),
        WARNING,
        "The servers do not share limits: each keeps to an equal part.");
  }

  private static Rule outboxStandingStill() {
    return new Rule(
        "OutboxStandingStill",
        List.of(),
        List.of(above(level(Metric.OUTBOX_OLDEST, Fold.MAX), 60)),
        ofMinutes(1),
        CRITICAL,
        "Messages have waited in the outbox for more than a minute: no job begins.");
  }

  private static Rule deadLetters() {
    return new Rule(
        "DeadLetters",
        List.of(),
        List.of(above(level(Metric.DEAD_LETTERS, Fold.MAX), 0)),
        ofMinutes(1),
        WARNING,
        "There are messages that nobody could process.");
  }

  private static Rule deadWebhooks() {
    return new Rule(
        "DeadWebhooks",
        List.of(),
        List.of(
            above(new Rate(counter(Metric.WEBHOOKS).with("outcome", "dead"), ofMinutes(15)), 0)),
        ZERO,
        WARNING,
        "A receiver was not told of the end of a job or batch.");
  }

  private static Rule warmupMissed() {
    return new Rule(
        "WarmupMissed",
        List.of(),
        List.of(above(level(Metric.WARMUP_OVERDUE, Fold.MAX), TEN_MINUTES)),
        ZERO,
        WARNING,
        "The warm-up that was last due has not begun on any server.");
  }

  private static Rule certificateEnding() {
    return new Rule(
        "CertificateEnding",
        List.of(),
        List.of(below(level(Metric.CERTIFICATE_REMAINING, Fold.MIN), TWO_WEEKS)),
        ZERO,
        WARNING,
        "The server's certificate ends within two weeks.");
  }

  /** Of a tenant, a key or a model; it fires until the budget is larger, or the next one begins. */
  private static Rule budget(String name, int percent, Severity severity, String summary) {
    return new Rule(
        name,
        List.of("tenant", "budget", "period"),
        List.of(atLeast(level(Metric.QUOTA_BUDGET_USED, Fold.MAX), percent)),
        ZERO,
        severity,
        summary);
  }

  /** The part of the calls that ended with a 5xx; what became a job did not. */
  private static Quantity errors(Duration window) {
    Selector calls = counter(Metric.REQUESTS).without("outcome", "queued");
    String[] reasons =
        Arrays.stream(ErrorCode.values())
            .filter(code -> code.status() >= SERVER_ERROR)
            .map(ErrorCode::code)
            .toArray(String[]::new);
    return new Ratio(
        new Rate(calls.with("reason", reasons), window),
        new Rate(counter(Metric.REQUESTS), window));
  }

  /** Of what the heap is asked, what it or the shared tier had. */
  private static Quantity hits(Duration window) {
    return new Ratio(
        new Rate(counter(Metric.CACHE_LOOKUPS).with("result", "hit"), window),
        new Rate(lookups(), window));
  }

  private static Selector lookups() {
    return counter(Metric.CACHE_LOOKUPS).with("level", "l1");
  }

  private static Quantity level(Metric gauge, Fold fold) {
    return new Level(Selector.of(gauge.exposed()), fold);
  }

  private static Selector counter(Metric counter) {
    return Selector.of(counter.exposed());
  }
}
