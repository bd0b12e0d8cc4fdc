package io.tidegate.routing.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.metrics.Metric;
import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Billing;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeDialects;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Tier;
import io.tidegate.settings.Settings;
import io.tidegate.testing.FakeUpstream;
import io.tidegate.testing.ToReproduce;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Fleet fleet = new Fleet();
  private final FakeUpstream upstream = fleet.upstream();
  private final Telemetry telemetry = telemetry(Map.of());

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void asksPrivateNodesAtTheRootOfTheirAddress() {
    fleet.add(Fleet.spec("bought", "m"));
    add("a");

    telemetry.tick();

    assertThat(upstream.fetched()).containsExactly(URI.create("http://a.test/metrics"));
  }

  @Test
  void asksPublicNodesWhereThatIsConfigured() {
    fleet.add(Fleet.spec("bought", "m"));

    telemetry(Map.of("tidegate.telemetry.public-nodes", "true")).tick();

    assertThat(upstream.fetched()).containsExactly(URI.create("http://bought.test/metrics"));
  }

  @Test
  void asksNobodyWhenItIsOff() {
    Node node = add("a");
    Telemetry off = telemetry(Map.of("tidegate.telemetry.enabled", "false"));

    off.tick();

    assertThat(upstream.fetched()).isEmpty();
    assertThat(off.saturation(node, fleet.clock().getAsLong())).isZero();
  }

  @Test
  void tellsHowSaturatedANodeSaysItIs() {
    Node node = add("a");
    waiting(4);
    telemetry.tick();
    assertThat(saturation(node)).isCloseTo(0.8, within(1e-9));
    assertThat(saturated(node)).isFalse();
    assertThat(gauge()).isEqualTo(80);

    waiting(10);
    tickAfter(SECOND);

    assertThat(saturation(node)).isEqualTo(2);
    assertThat(saturated(node)).isTrue();
    assertThat(gauge()).isEqualTo(200);
  }

  @Test
  void asksOnceAnIntervalAndForgivesALittleHaste() {
    add("a");
    waiting(0);
    telemetry.tick();
    tickAfter(Duration.ofMillis(899));
    assertThat(upstream.fetched()).hasSize(1);

    tickAfter(Duration.ofMillis(2));
    assertThat(upstream.fetched()).hasSize(2);
  }

  @Test
  void asksOnceWhileTheReplyIsOnItsWay() {
    add("a");

    telemetry.tick();
    tickAfter(SECOND.multipliedBy(20));

    assertThat(upstream.fetched()).hasSize(1);
  }

  @Test
  void takesANodeThatFallsSilentForSaturated() {
    Node node = add("a");
    waiting(0);
    telemetry.tick();
    upstream.holdFetch("a");

    tickAfter(Duration.ofSeconds(5));
    assertThat(saturated(node)).isFalse();
    tickAfter(Duration.ofNanos(1));
    assertThat(saturation(node)).isEqualTo(1);
    assertThat(gauge()).isEqualTo(100);

    waiting(0);
    assertThat(saturation(node)).isZero();
  }

  @Test
  void takesANodeThatFailsAfterItToldItsLoadForSaturated() {
    Node node = add("a");
    waiting(0);
    telemetry.tick();
    upstream.failFetch("a");

    for (int i = 0; i < 6; i++) {
      tickAfter(SECOND);
    }

    assertThat(upstream.fetched()).hasSize(7);
    assertThat(saturated(node)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 401, 403, 404, 501})
  void leavesANodeAloneThatOffersNoMetrics(int status) {
    Node node = add("a");
    upstream.answerFetch("a", status, "vllm is not here");
    for (int i = 0; i < 250; i++) {
      tickAfter(SECOND);
    }
    assertThat(upstream.fetched()).hasSize(3);
    assertThat(saturation(node)).isZero();

    tickAfter(Duration.ofMinutes(1));
    assertThat(upstream.fetched()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void goesOnAskingANodeThatIsUnwell(int status) {
    Node node = add("a");
    upstream.answerFetch("a", status, "");

    for (int i = 0; i < 10; i++) {
      tickAfter(SECOND);
    }

    assertThat(upstream.fetched()).hasSize(10);
    assertThat(saturation(node)).isZero();
  }

  @Test
  void doesNotBlameANodeThatOffersMetricsNoLonger() {
    Node node = add("a");
    waiting(9);
    telemetry.tick();
    upstream.answerFetch("a", 404, "");

    tickAfter(SECOND);
    tickAfter(SECOND);
    assertThat(saturated(node)).isTrue();
    tickAfter(SECOND);

    assertThat(saturation(node)).isZero();
    fleet.clock().advance(SECOND.multipliedBy(20));
    assertThat(saturation(node)).isZero();
  }

  @Test
  void countsOnlyRefusalsInARow() {
    add("a");
    for (int i = 0; i < 10; i++) {
      upstream.answerFetch("a", 404, "");
      tickAfter(SECOND);
      tickAfter(SECOND);
      waiting(0);
      tickAfter(SECOND);
    }

    assertThat(upstream.fetched()).hasSize(30);
  }

  @Test
  void forgetsANodeThatLeavesOrBecomesPublic() {
    Node left = add("a");
    Node sold = add("b");
    waiting(9);
    upstream.answerFetch("b", 200, "vllm:num_requests_waiting 9\n");
    telemetry.tick();
    assertThat(saturated(left)).isTrue();
    assertThat(saturated(sold)).isTrue();

    fleet.pool().remove("a");
    fleet.add(Fleet.spec("b", "m"));
    tickAfter(SECOND);

    assertThat(saturation(left)).isZero();
    assertThat(saturation(sold)).isZero();
    assertThat(fleet.metrics().hasGauge(Metric.NODE_SATURATION, "a")).isFalse();
    assertThat(fleet.metrics().hasGauge(Metric.NODE_SATURATION, "b")).isFalse();
  }

  @Test
  void showsTheNewNodeUnderANameThatMoved() {
    add("a");
    waiting(0);
    telemetry.tick();

    Node moved = fleet.add(own(NodeSpec.of("a", URI.create("http://other.test:8000/v1"))));
    waiting(5);
    tickAfter(SECOND);

    assertThat(upstream.fetched()).last().isEqualTo(URI.create("http://other.test:8000/metrics"));
    assertThat(saturation(moved)).isEqualTo(1);
    assertThat(gauge()).isEqualTo(100);
  }

  @Test
  void knowsNothingOfANodeItNeverAsked() {
    Node node = add("a");

    assertThat(saturation(node)).isZero();
  }

  private Telemetry telemetry(Map<String, String> settings) {
    TelemetryConfig config = TelemetryConfig.from(new Settings(settings));
    return new Telemetry(fleet.pool(), upstream, config, fleet.clock(), fleet.metrics());
  }

  private Node add(String name) {
    return fleet.add(own(Fleet.spec(name, "m")));
  }

  private static NodeSpec own(NodeSpec spec) {
    return new NodeSpec(
        spec.name(),
        spec.url(),
        null,
        1,
        100,
        false,
        Tier.PRIVATE,
        "",
        spec.models(),
        Billing.NONE,
        "",
        NodeDialects.ANY);
  }

  private void waiting(int requests) {
    upstream.answerFetch("a", 200, "vllm:num_requests_waiting " + requests + "\n");
  }

  private void tickAfter(Duration time) {
    fleet.clock().advance(time);
    telemetry.tick();
  }

  private double saturation(Node node) {
    return telemetry.saturation(node, fleet.clock().getAsLong());
  }

  private boolean saturated(Node node) {
    return telemetry.saturated(node, fleet.clock().getAsLong());
  }

  private long gauge() {
    return fleet.metrics().gauge(Metric.NODE_SATURATION, "a");
  }
}
