package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.Permit;
import io.tidegate.metrics.Metric;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.StartGate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeAdministrationTest {

  private final RecordingMetrics metrics = new RecordingMetrics();
  private Path file;

  @BeforeEach
  void choosesItsFile(@TempDir Path directory) {
    file = directory.resolve("data").resolve("nodes.json");
  }

  @Test
  void startsWithTheConfiguredNodes() {
    NodeAdministration nodes = started("a", "b");

    assertThat(nodes.all()).extracting(Node::name).containsExactly("a", "b");
    assertThat(nodes.find("a")).isPresent();
    assertThat(nodes.find("c")).isEmpty();
  }

  @Test
  void keepsAnAddedNodeOverARestart() {
    started("a").put(Fleet.spec("b", "chat"));

    NodeAdministration again = started("a");

    assertThat(again.all()).extracting(Node::name).containsExactly("a", "b");
    assertThat(again.find("b").orElseThrow().spec()).isEqualTo(Fleet.spec("b", "chat"));
  }

  @Test
  void keepsAChangeOfAConfiguredNodeOverARestart() {
    Node changed = started("a").change("a", spec -> Fleet.sized(spec, 9, 90)).orElseThrow();
    assertThat(changed.spec().weight()).isEqualTo(9);

    assertThat(started("a").find("a").orElseThrow().spec().maxConnections()).isEqualTo(90);
  }

  @Test
  void keepsTheRemovalOfAConfiguredNodeOverARestart() {
    assertThat(started("a", "b").remove("a")).isTrue();

    assertThat(started("a", "b").all()).extracting(Node::name).containsExactly("b");
  }

  @Test
  void keepsANodeThatWasRemovedAndAddedAgain() {
    NodeAdministration nodes = started("a");
    nodes.remove("a");
    nodes.put(Fleet.spec("a", "other"));

    assertThat(started("a").find("a").orElseThrow().models()).containsOnlyKeys("other");
  }

  @Test
  void addsUpTheChangesOfSeveralRuns() {
    started("a").put(Fleet.spec("b"));
    started("a").put(Fleet.spec("c"));
    started("a").remove("a");

    assertThat(started("a").all()).extracting(Node::name).containsExactly("b", "c");
  }

  @Test
  void changesAndRemovesNothingThatIsNotThere() {
    NodeAdministration nodes = started("a");

    assertThat(nodes.change("b", spec -> spec)).isEmpty();
    assertThat(nodes.remove("b")).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void leavesRunningCallsOfAChangedAndOfARemovedNodeAlone() {
    NodeAdministration nodes = started("a");
    Node node = nodes.find("a").orElseThrow();
    Permit running = node.tryAcquire().orElseThrow();

    nodes.change("a", spec -> Fleet.draining(spec, true));
    nodes.remove("a");

    assertThat(node.inFlight()).isEqualTo(1);
    running.close();
    assertThat(node.inFlight()).isZero();
  }

  @Test
  void keepsNothingOfSimulatedNodes() {
    NodeAdministration nodes = started();
    nodes.rehearse(List.of(Fleet.spec("simulator-1", "chat"), Fleet.spec("simulator-2", "chat")));

    nodes.change("simulator-1", spec -> Fleet.sized(spec, 5, 5));
    nodes.remove("simulator-2");

    assertThat(nodes.all()).extracting(Node::name).containsExactly("simulator-1");
    assertThat(file).doesNotExist();
    assertThat(started().all()).isEmpty();
  }

  @Test
  void keepsARealNodeThatTakesTheNameOfARemovedSimulatedOne() {
    NodeAdministration nodes = started();
    nodes.rehearse(List.of(Fleet.spec("simulator-1", "chat")));
    nodes.remove("simulator-1");

    nodes.put(Fleet.spec("simulator-1", "chat"));

    assertThat(started().all()).hasSize(1);
  }

  @Test
  void makesNoChangeThatItCannotKeep() throws IOException {
    NodeAdministration nodes = started("a");
    Files.writeString(file.getParent(), "a file where a directory should be");

    assertThatThrownBy(() -> nodes.put(Fleet.spec("b"))).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> nodes.remove("a")).isInstanceOf(UncheckedIOException.class);

    assertThat(nodes.all()).extracting(Node::name).containsExactly("a");
    Files.delete(file.getParent());
    nodes.put(Fleet.spec("c"));
    assertThat(started("a").all()).extracting(Node::name).containsExactly("a", "c");
  }

  @Test
  void showsEachNodesFiguresWhileItIsThere() {
    NodeAdministration nodes = started("a");
    Node node = nodes.find("a").orElseThrow();
    Fleet.occupy(node, 2);

    assertThat(gauge(Metric.NODE_IN_FLIGHT)).isEqualTo(2);
    assertThat(gauge(Metric.NODE_MAX_CONNECTIONS)).isEqualTo(100);
    assertThat(gauge(Metric.NODE_USABLE)).isEqualTo(1);
    nodes.change("a", spec -> Fleet.draining(Fleet.sized(spec, 1, 5), true));
    assertThat(gauge(Metric.NODE_MAX_CONNECTIONS)).isEqualTo(5);
    assertThat(gauge(Metric.NODE_USABLE)).isZero();

    nodes.remove("a");

    assertThat(metrics.hasGauge(Metric.NODE_IN_FLIGHT, "a")).isFalse();
    assertThat(metrics.hasGauge(Metric.NODE_MAX_CONNECTIONS, "a")).isFalse();
    assertThat(metrics.hasGauge(Metric.NODE_USABLE, "a")).isFalse();
  }

  @Test
  void showsTheFiguresOfTheNewNodeWhenANameComesBack() {
    NodeAdministration nodes = started("a");
    Fleet.occupy(nodes.find("a").orElseThrow(), 2);
    nodes.remove("a");

    Fleet.occupy(nodes.put(Fleet.spec("a", "chat")), 1);

    assertThat(gauge(Metric.NODE_IN_FLIGHT)).isEqualTo(1);
  }

  @Test
  void losesNoChangeThatThreadsMakeAtTheSameTime() throws Exception {
    NodeAdministration nodes = started();

    StartGate.run(
        4,
        thread -> {
          for (int i = 0; i < 10; i++) {
            nodes.put(Fleet.spec("node-" + thread + "-" + i));
          }
        });

    assertThat(started().all()).hasSize(40);
  }

  private NodeAdministration started(String... configured) {
    Pool pool = new Pool(Fleet.config(Map.of()));
    NodeAdministration nodes = new NodeAdministration(pool, new NodeFile(file), metrics);
    nodes.start(List.of(configured).stream().map(name -> Fleet.spec(name, "chat")).toList());
    return nodes;
  }

  private long gauge(Metric metric) {
    return metrics.gauge(metric, "a");
  }
}
