package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.RecordingMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What administrators see of the cluster. */
class ClusterViewTest {

  @Test
  void aServerTellsWhatItMayUseOfEachLimit() {
    SimulatedCluster two = new SimulatedCluster(10, 2);
    two.seconds(5);
    two.server(0).use(3);

    ClusterView view = two.server(0).leases().view();

    assertThat(view.condition()).isEqualTo("2 members, leases shared");
    assertThat(view.shared()).isTrue();
    assertThat(view.leases())
        .containsExactly(new ClusterView.Share(SimulatedCluster.KEY, 10, 5, 3));
  }

  @Test
  void beforeTheFirstBeatNothingIsShared() {
    SimulatedCluster two = new SimulatedCluster(10, 2);

    assertThat(two.server(0).leases().view().shared()).isFalse();
    assertThat(two.server(0).leases().view().members()).isEmpty();
  }

  @Test
  void aServerWithoutAClusterHasNothingButItsCondition() {
    ClusterStatus alone = () -> "alone";

    assertThat(alone.view()).isEqualTo(new ClusterView("alone", false, List.of(), List.of()));
    assertThat(new EvenShares(2, new RecordingMetrics()).view().condition())
        .isEqualTo("no cluster: limit/2 each");
  }
}
