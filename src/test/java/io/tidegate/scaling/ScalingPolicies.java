package io.tidegate.scaling;

import io.tidegate.scaling.ScalingConfig.Range;
import io.tidegate.scaling.ScalingSimulation.Nodes;
import io.tidegate.scaling.ScalingSimulation.Policy;
import io.tidegate.scaling.ScalingSimulation.Seen;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The policies that are compared. */
final class ScalingPolicies {

  /** What both aim at. */
  static final double TARGET = 0.7;

  private static final int STABILISATION_SECONDS = 300;

  private ScalingPolicies() {}

  /**
   * Ours, by the class that the product uses, under an autoscaler of Kubernetes that follows it.
   *
   * @param service how long a call is served, as a mean
   */
  static Policy ours(Nodes nodes, double service) {
    Autoscaler scaler =
        new Autoscaler(
            new Range(nodes.min(), nodes.max()), Duration.ofSeconds(STABILISATION_SECONDS));
    return new Policy() {
      private int wanted = nodes.min();

      @Override
      public void see(Seen seen) {
        PoolLoad load =
            new PoolLoad(
                seen.ready(),
                seen.inUse(),
                seen.waiting(),
                seen.refused() * service,
                nodes.places(),
                0);
        long now = Duration.ofSeconds(seen.second()).toNanos();
        wanted = scaler.observe(load.needed(TARGET), seen.ready(), now).wanted();
      }

      @Override
      public int wanted() {
        return wanted;
      }
    };
  }

  /**
   * Kubernetes' horizontal autoscaler on processors, as its documentation describes it: the ratio
   * of the mean of all that serve to the target, nothing within a tolerance of a tenth, those that
   * start counted as idle when it would add, at most the double or four more at once, and the
   * highest of five minutes when it would take away. A node's processors are as busy as its places,
   * which is the best that such a signal can be.
   */
  static Policy onProcessors(Nodes nodes) {
    return new OnProcessors(nodes);
  }

  private static final class OnProcessors implements Policy {

    private static final double TOLERANCE = 0.1;
    private static final int MOST_AT_ONCE = 4;

    /** How far back the figures of processors reach. */
    private static final int RESOLUTION = 15;

    private record Recommended(int second, int nodes) {}

    private final Nodes nodes;
    private final Deque<Seen> lately = new ArrayDeque<>();
    private final Deque<Recommended> recommended = new ArrayDeque<>();

    OnProcessors(Nodes nodes) {
      this.nodes = nodes;
    }

    @Override
    public void see(Seen seen) {
      lately.add(seen);
      if (lately.size() > RESOLUTION) {
        lately.remove();
      }
    }

    @Override
    public int wanted() {
      Seen last = lately.getLast();
      int asked = asked(last.ready(), last.all());
      recommended.add(new Recommended(last.second(), asked));
      recommended.removeIf(one -> last.second() - one.second() >= STABILISATION_SECONDS);
      int highest = recommended.stream().mapToInt(Recommended::nodes).max().orElse(asked);
      int most = Math.max(2 * last.all(), last.all() + MOST_AT_ONCE);
      return asked > last.all() ? Math.min(asked, most) : Math.min(highest, last.all());
    }

    private int asked(int ready, int all) {
      double busy = lately.stream().mapToDouble(this::busy).average().orElse(0);
      double ratio = busy / TARGET;
      if (Math.abs(ratio - 1) <= TOLERANCE) {
        return all;
      }
      if (ratio < 1) {
        return (int) Math.ceil(ratio * ready);
      }
      double withIdle = ratio * ready / all;
      return withIdle <= 1 + TOLERANCE ? all : (int) Math.ceil(withIdle * all);
    }

    private double busy(Seen seen) {
      return Math.min(1, seen.inUse() / (seen.ready() * nodes.places()));
    }
  }
}
