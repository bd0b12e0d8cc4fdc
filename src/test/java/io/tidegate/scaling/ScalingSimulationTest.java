package io.tidegate.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.scaling.ScalingSimulation.Job;
import io.tidegate.scaling.ScalingSimulation.Nodes;
import io.tidegate.scaling.ScalingSimulation.Result;
import io.tidegate.testing.ToReproduce;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ScalingSimulationTest {

  private static final Nodes NODES = new Nodes(8, 60, 3, 20);
  private static final double SERVICE = 4;
  private static final int QUIET = 600;
  private static final int SURGE = 600;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed);

  /**
   * Refusals are those of five runs together: in one of three hundred the processors were busy by
   * chance just before, and their autoscaler a node ahead.
   */
  @Test
  void leadsAnAutoscalerOnProcessorsIntoASurge() {
    // Twelve a second for four seconds each: 48 places, of which 5.6 are at the target in a node.
    int enough = 9;
    int refusedByOurs = 0;
    int refusedByOther = 0;

    for (int run = 0; run < 5; run++) {
      List<Job> jobs = new ArrayList<>();
      poisson(jobs, 0, QUIET, 3);
      poisson(jobs, QUIET, QUIET + SURGE, 12);
      Result ours = ScalingSimulation.run(jobs, NODES, ScalingPolicies.ours(NODES, SERVICE));
      Result other = ScalingSimulation.run(jobs, NODES, ScalingPolicies.onProcessors(NODES));

      assertThat(ours.firstWanting(enough, QUIET)).isBetween(QUIET, QUIET + 45);
      assertThat(other.firstWanting(enough, QUIET))
          .isGreaterThan(ours.firstWanting(enough, QUIET) + 30);
      assertThat(ours.calls()).isEqualTo(jobs.size());
      refusedByOurs += ours.refused();
      refusedByOther += other.refused();
    }

    assertThat(refusedByOurs).isLessThan(refusedByOther);
  }

  private void poisson(List<Job> jobs, double from, double to, double perSecond) {
    double at = from - Math.log(1 - random.nextDouble()) / perSecond;
    while (at < to) {
      jobs.add(new Job(at, SERVICE));
      at -= Math.log(1 - random.nextDouble()) / perSecond;
    }
  }
}
