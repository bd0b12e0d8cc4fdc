package io.tidegate.experiments;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Trial.Arm;
import io.tidegate.exchange.Trial.Overrides;
import java.time.Duration;

/**
 * What is to be compared, on whom, and when to stop.
 *
 * @param setting what has two values
 * @param a the first of them
 * @param b the second
 * @param share of the callers who get the second, above 0 and below 1; the others get the first
 * @param unit who stays in one arm all the time
 * @param length after how long it ends by itself
 * @param bounds what ends it before
 */
public record ExperimentPlan(
    TrialSetting setting,
    String a,
    String b,
    double share,
    Unit unit,
    Duration length,
    Bounds bounds) {

  private static final Duration LONGEST = Duration.ofDays(7);

  /** Who stays in one arm for the whole experiment. */
  public enum Unit {
    /** Each call for itself. */
    CALL,
    /** All calls that show the same API key. */
    KEY,
    /** All calls of a tenant. */
    TENANT
  }

  /**
   * By how much one arm may be worse than the other before it is stopped.
   *
   * @param failureShare the difference of the shares of failed calls, 0 to 1
   * @param firstContent the difference of the mean times to first content, as a part of the better
   *     arm's
   */
  public record Bounds(double failureShare, double firstContent) {

    /** What holds if nobody says otherwise: one point of failures, a fifth of the time. */
    public static final Bounds DEFAULT = new Bounds(0.01, 0.2);

    public Bounds {
      check("bounds.failureShare", failureShare >= 0 && failureShare <= 1, "must be 0 to 1");
      check("bounds.firstContent", firstContent >= 0 && firstContent <= 100, "must be 0 to 100");
    }
  }

  /** Thrown for a plan that breaks a rule. */
  public static final class BrokenRule extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String member;

    /** {@code member} breaks {@code rule}. */
    public BrokenRule(String member, String rule) {
      super(member + " " + rule);
      this.member = member;
    }

    /** The member of the request that breaks it. */
    public String member() {
      return member;
    }
  }

  public ExperimentPlan {
    requireNonNull(setting, "setting");
    requireNonNull(unit, "unit");
    requireNonNull(bounds, "bounds");
    values(setting, "a", a);
    values(setting, "b", b);
    check("b", !a.equals(b), "must be another value than a");
    check("share", share > 0 && share < 1, "must be above 0 and below 1");
    check(
        "for",
        !length.isNegative() && !length.isZero() && length.compareTo(LONGEST) <= 0,
        "must be a duration of more than PT0S, P7D at most");
  }

  /** What calls of {@code arm} have. */
  Overrides overrides(Arm arm) {
    return setting.overrides(arm == Arm.A ? a : b);
  }

  private static void values(TrialSetting setting, String member, String value) {
    check(member, value != null, "is missing");
    try {
      setting.overrides(value);
    } catch (IllegalArgumentException rule) {
      throw new BrokenRule(member, rule.getMessage());
    }
  }

  private static void check(String member, boolean kept, String rule) {
    if (!kept) {
      throw new BrokenRule(member, rule);
    }
  }
}
