package io.tidegate.scaling;

import static java.util.Objects.requireNonNull;

import io.tidegate.scaling.ScalingConfig.Range;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Decides how many of one thing are wanted, from how many its load has needed.
 *
 * <p>The rules are those of Knative's autoscaler (KPA) and of Kubernetes' horizontal one (HPA): the
 * mean of half a minute counts; when the mean of the last six seconds asks for at least twice what
 * is there, that is followed at once, and until a minute after it nothing is taken away; and fewer
 * are wanted only once fewer have been enough for a while. Samples and the nano clock alone decide.
 * Not thread-safe.
 */
final class Autoscaler {

  /** How long nothing is taken away after a surge, in nanoseconds, as with Knative. */
  static final long PANIC_LASTS = TimeUnit.SECONDS.toNanos(60);

  /**
   * The nanoseconds whose mean counts as a rule: half of Knative's, whose pods start within
   * seconds.
   */
  private static final long USUAL_WINDOW = TimeUnit.SECONDS.toNanos(30);

  /** The nanoseconds whose mean shows a surge, as with Knative. */
  private static final long SURGE_WINDOW = TimeUnit.SECONDS.toNanos(6);

  /** So many times what is there makes a surge, as with Knative. */
  private static final double PANIC = 2;

  /** What is lost in adding up fractions must not ask for one more. */
  private static final double ROUNDING = 1e-6;

  private final Range range;
  private final Duration scaleDownAfter;
  private final Window needs = new Window(USUAL_WINDOW);
  private final Window highest;
  private boolean panic;
  private long panicked;
  private double last;

  /**
   * Nothing has been needed yet.
   *
   * @param scaleDownAfter for how long fewer must have been enough
   */
  Autoscaler(Range range, Duration scaleDownAfter) {
    this.range = requireNonNull(range, "range");
    this.scaleDownAfter = scaleDownAfter;
    this.highest = new Window(scaleDownAfter.toNanos());
  }

  /**
   * What is wanted at {@code now}.
   *
   * @param needed how many the load needs at this moment, at the target; 0 or more
   * @param present how many there are
   */
  Advice observe(double needed, int present, long now) {
    needs.add(needed, now);
    double stable = needs.mean(USUAL_WINDOW);
    double recent = needs.mean(SURGE_WINDOW);
    panic(recent >= PANIC * Math.max(1, present), now);
    double asked = Math.ceil((panic ? Math.max(stable, recent) : stable) - ROUNDING);
    highest.addHighest(asked, now);
    last = panic ? Math.max(last, highest.highest()) : highest.highest();
    return new Advice(range.nearest(last), present, stable, recent, why(asked, stable, recent));
  }

  private void panic(boolean surge, long now) {
    if (surge) {
      panic = true;
      panicked = now;
    } else if (panic && now - panicked >= PANIC_LASTS) {
      panic = false;
    }
  }

  private String why(double asked, double stable, double recent) {
    if (last > range.max()) {
      return String.format(Locale.ROOT, "The maximum; the load needs %.0f.", last);
    }
    if (last < range.min()) {
      return String.format(Locale.ROOT, "The minimum; the load needs %.2f.", stable);
    }
    if (panic) {
      return String.format(
          Locale.ROOT, "A surge: the last 6 s needed %.2f, the last 30 s %.2f.", recent, stable);
    }
    if (last > asked) {
      return String.format(
          Locale.ROOT,
          "The last 30 s needed %.2f, but more was wanted within the last %d s.",
          stable,
          scaleDownAfter.toSeconds());
    }
    return String.format(Locale.ROOT, "The last 30 s needed %.2f.", stable);
  }
}
