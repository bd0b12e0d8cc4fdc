package io.tidegate.api.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.history.Figure;
import io.tidegate.history.FigureChange;
import io.tidegate.history.FigureHistory;
import java.util.function.DoubleUnaryOperator;

/**
 * How things are, as the console is told; what is not known is null.
 *
 * @param at when, ISO 8601
 * @param requests how many ended in which way, per second
 * @param errorShare the share of refused and failed ones, 0 to 1
 * @param firstToken times to first token, in seconds
 * @param queue those who wait
 * @param limit the places at nodes
 * @param cache look-ups, per second
 * @param tokens those that nodes reported, per second
 * @param cost what was spent on the public tier
 * @param inFlight calls under way
 * @param nodes how many nodes there are
 * @param alerts how many alerts there are
 * @param history the last hour, or null where it is told apart
 */
record NowView(
    String at,
    Requests requests,
    Double errorShare,
    Quantiles firstToken,
    QueueNow queue,
    Limit limit,
    CacheNow cache,
    Tokens tokens,
    Cost cost,
    long inFlight,
    NodeCount nodes,
    AlertCount alerts,
    @JsonInclude(JsonInclude.Include.NON_NULL) HourView history) {

  private static final double DIGITS = 1e4;

  /** How many requests ended in which way, per second. */
  record Requests(
      double answered, double refused, double failed, double cancelled, double queued) {}

  /** What half, 95 and 99 of a hundred do not exceed, in seconds. */
  record Quantiles(Double p50, Double p95, Double p99) {

    private static Quantiles of(DoubleUnaryOperator quantile) {
      return new Quantiles(
          known(quantile.applyAsDouble(0.5)),
          known(quantile.applyAsDouble(0.95)),
          known(quantile.applyAsDouble(0.99)));
    }
  }

  /** Those who wait now, how long others waited, and how many are refused per second. */
  record QueueNow(long length, @JsonProperty("wait") Quantiles waited, double refusals) {}

  /** How many of the learned limits' places are used. */
  record Limit(long inUse, long limit) {}

  /** Look-ups in both levels, and calls that were served otherwise, per second. */
  record CacheNow(Level l1, Level l2, double collapsed, double stale) {}

  /** Look-ups in one level, per second. */
  record Level(double hits, double misses) {}

  /** Tokens per second. */
  record Tokens(double input, double output) {}

  /** What the last hour cost, in the currency of the prices. */
  record Cost(double lastHour) {}

  /** How many nodes there are, and how many of them may be given calls. */
  record NodeCount(long total, long usable) {}

  /** How many alerts fire, and how many are about to. */
  record AlertCount(long firing, long pending) {}

  static NowView of(FigureHistory.View view, NodeCount nodes, AlertCount alerts, HourView history) {
    FigureChange lately = view.lately();
    return new NowView(
        view.time().toString(),
        requests(lately),
        known(lately.errorShare()),
        Quantiles.of(view.minute()::firstToken),
        new QueueNow(
            whole(lately, Figure.QUEUE_LENGTH),
            Quantiles.of(view.minute()::queueWait),
            rate(lately, Figure.QUEUE_REFUSALS)),
        new Limit(whole(lately, Figure.LIMIT_IN_USE), whole(lately, Figure.LIMIT)),
        cache(lately),
        new Tokens(rate(lately, Figure.INPUT_TOKENS), rate(lately, Figure.OUTPUT_TOKENS)),
        new Cost(rate(lately, Figure.PUBLIC_COST) / 1000),
        whole(lately, Figure.IN_FLIGHT),
        nodes,
        alerts,
        history);
  }

  private static Requests requests(FigureChange lately) {
    return new Requests(
        rate(lately, Figure.ANSWERED),
        rate(lately, Figure.REFUSED),
        rate(lately, Figure.FAILED),
        rate(lately, Figure.CANCELLED),
        rate(lately, Figure.QUEUED));
  }

  private static CacheNow cache(FigureChange lately) {
    return new CacheNow(
        new Level(rate(lately, Figure.L1_HITS), rate(lately, Figure.L1_MISSES)),
        new Level(rate(lately, Figure.L2_HITS), rate(lately, Figure.L2_MISSES)),
        rate(lately, Figure.COLLAPSED),
        rate(lately, Figure.STALE));
  }

  private static double rate(FigureChange change, Figure figure) {
    return rounded(change.of(figure));
  }

  private static long whole(FigureChange change, Figure figure) {
    return Math.round(change.of(figure));
  }

  /** {@code value} with four digits behind the point, or null if it is not a number. */
  static Double known(double value) {
    return Double.isNaN(value) ? null : (Double) rounded(value);
  }

  private static double rounded(double value) {
    return Math.round(value * DIGITS) / DIGITS;
  }
}
