package io.tidegate.api.admin;

import io.tidegate.experiments.ArmResult;
import io.tidegate.experiments.ExperimentPlan;
import io.tidegate.experiments.ExperimentView;
import io.tidegate.experiments.Interval;
import java.util.Locale;

/**
 * An experiment as administrators see it.
 *
 * @param id its id
 * @param setting the key of the setting
 * @param share of the callers who get value b
 * @param unit who stays in one arm: call, key or tenant
 * @param started when it began, ISO 8601
 * @param ends when it ends by itself, or ended
 * @param state running, ended, stopped or harmful
 * @param why why it ended; null while it runs
 * @param bounds what ends it before its time
 * @param a the arm of the first value
 * @param b the arm of the second
 * @param difference by how much b is above a
 */
public record ExperimentJson(
    String id,
    String setting,
    double share,
    String unit,
    String started,
    String ends,
    String state,
    String why,
    ExperimentPlan.Bounds bounds,
    Arm a,
    Arm b,
    Difference difference) {

  /**
   * One value and how the calls with it ended.
   *
   * @param value the setting's value
   * @param calls their number
   * @param failures how many of them failed
   * @param failureShare their share, 0 to 1
   * @param firstContent the times to first content
   */
  public record Arm(
      String value, long calls, long failures, double failureShare, Times firstContent) {}

  /**
   * Times to first content, in seconds.
   *
   * @param count of how many calls
   * @param mean their mean
   * @param p50 half of them were sooner, to a tenth
   * @param p95 95 % of them were sooner, to a tenth
   */
  public record Times(long count, double mean, double p50, double p95) {}

  /**
   * Differences, each right with a probability of 95 % whenever one looks.
   *
   * @param failureShare of the shares of failed calls
   * @param firstContent of the mean times to first content, in seconds
   */
  public record Difference(Estimate failureShare, Estimate firstContent) {}

  /**
   * An estimate and its interval; no bounds while there are too few calls to tell any.
   *
   * @param estimate the likeliest value
   * @param low the lower bound, or null
   * @param high the upper bound, or null
   */
  public record Estimate(double estimate, Double low, Double high) {

    private static Estimate of(Interval interval) {
      boolean told = Double.isFinite(interval.low()) && Double.isFinite(interval.high());
      return new Estimate(
          interval.estimate(), told ? interval.low() : null, told ? interval.high() : null);
    }
  }

  static ExperimentJson of(ExperimentView view) {
    ExperimentPlan plan = view.plan();
    return new ExperimentJson(
        view.id(),
        plan.setting().key(),
        plan.share(),
        plan.unit().name().toLowerCase(Locale.ROOT),
        view.started().toString(),
        view.ends().toString(),
        view.state().name().toLowerCase(Locale.ROOT),
        view.why(),
        plan.bounds(),
        arm(plan.a(), view.a()),
        arm(plan.b(), view.b()),
        new Difference(Estimate.of(view.failureShare()), Estimate.of(view.firstContent())));
  }

  private static Arm arm(String value, ArmResult result) {
    return new Arm(
        value,
        result.calls(),
        result.failures(),
        result.failureShare(),
        new Times(result.timed(), result.mean(), result.median(), result.p95()));
  }
}
