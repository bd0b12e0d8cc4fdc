package io.tidegate.experiments;

import io.tidegate.exchange.Trial;
import io.tidegate.exchange.Trial.Arm;
import io.tidegate.experiments.ExperimentView.State;
import io.tidegate.experiments.Interval.Mean;
import java.time.Instant;

/** An experiment that runs: who is in which arm, and what came out so far; thread-safe. */
final class RunningExperiment {

  /** With fewer calls in an arm a mean is not nearly normal, which its interval supposes. */
  private static final long ENOUGH = 50;

  private final String id;
  private final ExperimentPlan plan;
  private final Instant started;
  private final Instant ends;
  private final Trial[] trials;
  private final ArmFigures[] figures = {new ArmFigures(), new ArmFigures()};

  RunningExperiment(String id, ExperimentPlan plan, Instant started) {
    this.id = id;
    this.plan = plan;
    this.started = started;
    this.ends = started.plus(plan.length());
    this.trials =
        new Trial[] {
          new Trial(id, Arm.A, plan.overrides(Arm.A)), new Trial(id, Arm.B, plan.overrides(Arm.B))
        };
  }

  String id() {
    return id;
  }

  Instant ends() {
    return ends;
  }

  /** The part in it of a call of which the plan's unit is {@code who}; the same each time. */
  Trial trial(String who) {
    double drawn = (mixed(31L * id.hashCode() + who.hashCode()) >>> 11) * 0x1.0p-53;
    return trials[drawn < plan.share() ? 1 : 0];
  }

  ExperimentPlan.Unit unit() {
    return plan.unit();
  }

  void add(Arm arm, boolean failed, long firstContent) {
    figures[arm == Arm.A ? 0 : 1].add(failed, firstContent);
  }

  /** Why one arm is surely worse than the bounds allow, as a sentence; null if none is. */
  String harm() {
    Mean failedA = figures[0].failureShare();
    Mean failedB = figures[1].failureShare();
    if (Math.min(failedA.count(), failedB.count()) < ENOUGH) {
      return null;
    }
    String worse = worse(Interval.ofDifference(failedA, failedB), plan.bounds().failureShare());
    if (worse != null) {
      return "Calls of arm " + worse + " failed more often than the bound allows.";
    }
    Mean firstA = figures[0].firstContent();
    Mean firstB = figures[1].firstContent();
    if (Math.min(firstA.count(), firstB.count()) < ENOUGH) {
      return null;
    }
    double bound = plan.bounds().firstContent() * Math.min(firstA.mean(), firstB.mean());
    worse = worse(Interval.ofDifference(firstA, firstB), bound);
    return worse == null
        ? null
        : "Arm " + worse + " took longer to its first content than the bound allows.";
  }

  ExperimentView view(State state, String why, Instant ended) {
    return new ExperimentView(
        id,
        plan,
        started,
        ended,
        state,
        why,
        figures[0].result(),
        figures[1].result(),
        Interval.ofDifference(figures[0].failureShare(), figures[1].failureShare()),
        Interval.ofDifference(figures[0].firstContent(), figures[1].firstContent()));
  }

  private static String worse(Interval difference, double bound) {
    if (difference.low() > bound) {
      return Arm.B.label();
    }
    return difference.high() < -bound ? Arm.A.label() : null;
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
