package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.metrics.Metric;
import io.tidegate.testing.RecordingMetrics;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Limits that there were. */
class ForgottenLimitsTest {

  private static final String LIMIT = "quota/team/key/k1/concurrent";

  private final SimulatedCluster two = new SimulatedCluster(10, 2);
  private final SimulatedServer a = two.server(0);
  private final SimulatedServer b = two.server(1);

  @Test
  void areShownNoMore() {
    a.leases().register(LIMIT, () -> 4, () -> 0);
    two.seconds(2);
    assertThat(a.metrics().hasGauge(Metric.LEASE, LIMIT)).isTrue();

    a.leases().forget(LIMIT);
    two.seconds(2);

    assertThat(a.metrics().hasGauge(Metric.LEASE, LIMIT)).isFalse();
    assertThat(a.leases().view().leases())
        .extracting(ClusterView.Share::account)
        .containsExactly(SimulatedCluster.KEY);
  }

  @Test
  void areNothingThatTheirServerHoldsAnyMore() {
    int[] used = {4};
    a.leases().register(LIMIT, () -> 8, () -> used[0]);
    b.leases().register(LIMIT, () -> 8, () -> 8);
    two.seconds(10);
    assertThat(b.leases().share(LIMIT, 8)).isEqualTo(4);

    a.leases().forget(LIMIT);
    two.seconds(10);

    assertThat(a.leases().share(LIMIT, 8)).isZero();
    assertThat(b.leases().share(LIMIT, 8)).isEqualTo(7);
  }

  @Test
  void areSharedAsEverWhereTheyComeBack() {
    a.leases().register(LIMIT, () -> 8, () -> 0);
    b.leases().register(LIMIT, () -> 8, () -> 0);
    two.seconds(5);
    a.leases().forget(LIMIT);
    b.leases().forget(LIMIT);
    two.seconds(5);

    a.leases().register(LIMIT, () -> 4, () -> 0);
    b.leases().register(LIMIT, () -> 4, () -> 0);
    two.seconds(5);

    assertThat(a.leases().share(LIMIT, 4)).isEqualTo(2);
    assertThat(b.leases().share(LIMIT, 4)).isEqualTo(2);
    assertThat(a.metrics().gauge(Metric.LEASE, LIMIT)).isEqualTo(2);
  }

  @Test
  void leaveTheSharedMapOnceNoServerHasThem() throws IOException {
    for (int i = 0; i < 100; i++) {
      String limit = "quota/team/key/k" + i + "/concurrent";
      a.leases().register(limit, () -> 8, () -> 0);
      b.leases().register(limit, () -> 8, () -> 0);
    }
    two.seconds(3);
    assertThat(a.keys()).hasSize(101);

    for (int i = 0; i < 100; i++) {
      a.leases().forget("quota/team/key/k" + i + "/concurrent");
      b.leases().forget("quota/team/key/k" + i + "/concurrent");
    }
    two.seconds(5);

    assertThat(a.keys()).containsExactly(SimulatedCluster.KEY);
    assertThat(a.leases().size()).isEqualTo(1);
    assertThat(b.leases().size()).isEqualTo(1);
  }

  @Test
  void stayInTheSharedMapForAsLongAsOneServerHasThem() throws IOException {
    a.leases().register(LIMIT, () -> 8, () -> 0);
    b.leases().register(LIMIT, () -> 8, () -> 0);
    two.seconds(3);

    a.leases().forget(LIMIT);
    two.seconds(30);

    assertThat(a.keys()).contains(LIMIT);
    assertThat(b.leases().share(LIMIT, 8)).isPositive();
  }

  @Test
  void leaveTheSharedMapThoughWhoHadThemWasKilled() throws IOException {
    b.leases().register(LIMIT, () -> 8, () -> 0);
    two.seconds(3);

    two.crash(b);
    two.seconds(10);

    assertThat(a.keys()).containsExactly(SimulatedCluster.KEY);
  }

  @Test
  void stayWhileAServerHasNotSaidThatItHasThemNoMore() throws IOException {
    a.leases().register(LIMIT, () -> 8, () -> 0);
    b.leases().register(LIMIT, () -> 8, () -> 0);
    two.seconds(3);
    b.hang(true);

    a.leases().forget(LIMIT);
    b.leases().forget(LIMIT);
    two.seconds(30);
    assertThat(a.keys()).contains(LIMIT);

    b.hang(false);
    two.seconds(5);
    assertThat(a.keys()).containsExactly(SimulatedCluster.KEY);
  }

  @Test
  void areShownNoMoreWithoutAClusterEither() {
    RecordingMetrics metrics = new RecordingMetrics();
    EvenShares shares = new EvenShares(3, metrics);
    shares.register(LIMIT, () -> 9, () -> 0);

    shares.forget(LIMIT);

    assertThat(metrics.hasGauge(Metric.LEASE, LIMIT)).isFalse();
  }
}
