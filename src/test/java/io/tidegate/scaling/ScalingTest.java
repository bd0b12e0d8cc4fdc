package io.tidegate.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.metrics.Metric;
import io.tidegate.settings.Settings;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScalingTest {

  private final ManualClock clock = new ManualClock();
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final List<ServerLoad> others = new ArrayList<>();
  private ServerLoad here = load(0.1, Map.of("m", pool(7)));

  private final Scaling scaling =
      new Scaling(
          ScalingConfig.from(new Settings(Map.of())), () -> here, () -> others, clock, metrics);

  @Test
  void wantsTheLeastWhileNothingWasSeen() {
    assertThat(scaling.view().gateway().wanted()).isEqualTo(1);
    assertThat(metrics.gauge(Metric.SCALING_REPLICAS)).isEqualTo(1);
  }

  @Test
  void wantsNodesForTheCallsOfAllServers() {
    run();
    assertThat(wanted("m")).isEqualTo(1);

    // The others' calls find as many places at each node as they have learned of.
    others.add(load(0.1, Map.of("m", pool(35))));
    run();

    assertThat(wanted("m")).isEqualTo(3);
    assertThat(scaling.view().servers()).isEqualTo(2);
    assertThat(metrics.gauge(Metric.SCALING_NODES, "m")).isEqualTo(3);
  }

  @Test
  void wantsGatewaysForTheLoadOfAllServers() {
    here = load(0.6, Map.of());
    others.add(load(0.9, Map.of()));
    others.add(load(0.6, Map.of()));
    run();

    Advice gateway = scaling.view().gateway();
    assertThat(gateway.wanted()).isEqualTo(3);
    assertThat(gateway.present()).isEqualTo(3);
    assertThat(gateway.why()).isEqualTo("The last 30 s needed 3.00.");
    assertThat(metrics.gauge(Metric.SCALING_REPLICAS)).isEqualTo(3);
  }

  @Test
  void namesOnlyWhatItsOwnNodesServe() {
    others.add(load(0.1, Map.of("elsewhere", pool(7))));
    run();

    assertThat(scaling.view().pools()).containsOnlyKeys("m");
    assertThat(metrics.hasGauge(Metric.SCALING_NODES, "elsewhere")).isFalse();
  }

  @Test
  void forgetsAModelThatIsServedNoMore() {
    run();
    here = load(0.1, Map.of("n", pool(7)));
    run();

    assertThat(metrics.hasGauge(Metric.SCALING_NODES, "m")).isFalse();
    assertThat(metrics.hasGauge(Metric.SCALING_NODES, "n")).isTrue();
  }

  private int wanted(String model) {
    return scaling.view().pools().get(model).wanted();
  }

  private void run() {
    for (int i = 0; i < 60; i++) {
      clock.advance(Duration.ofSeconds(1));
      scaling.tick();
    }
  }

  private static ServerLoad load(double processors, Map<String, PoolLoad> pools) {
    return new ServerLoad(new GatewayLoad(processors, 0, 1), pools);
  }

  private static PoolLoad pool(double inUse) {
    return new PoolLoad(1, inUse, 0, 0, 10, 0);
  }
}
