package io.tidegate.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admission.PermitCount;
import io.tidegate.api.http.ApiJson;
import io.tidegate.exchange.Operation;
import io.tidegate.history.SampleHistory;
import io.tidegate.routing.nodes.Capability;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeModels;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.RoutingConfig;
import io.tidegate.settings.Settings;
import io.tidegate.testing.RecordingMetrics;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What administrators see of a node's load. */
class NodeLoadsTest {

  private final SampleHistory figures = new SampleHistory();
  private final RoutingConfig config = RoutingConfig.from(new Settings(Map.of()));
  private final Node node = new Node(NodeSpec.of("one", URI.create("http://one/v1")), config);
  private final NodeLoads loads = new NodeLoads(figures.history(), figures.clock(), figures::time);

  @Test
  void aNodeWithoutCallsHasNoShareAndNoLimits() {
    figures.step();

    NodeViewJson view = loads.of(node);

    assertThat(view.name()).isEqualTo("one");
    assertThat(view.share()).isNull();
    assertThat(view.attemptsPerSecond()).isZero();
    assertThat(view.limits()).isEmpty();
  }

  @Test
  void sharesAndFailuresAreOfTheLastMinute() {
    figures.step();
    figures.add("tidegate_attempts_total", Map.of("node", "one", "outcome", "completed"), 10);
    figures.add("tidegate_attempts_total", Map.of("node", "one", "outcome", "busy"), 5);
    figures.add("tidegate_attempts_total", Map.of("node", "two", "outcome", "completed"), 5);
    figures.step();

    NodeViewJson view = loads.of(node);

    assertThat(view.share()).isEqualTo(0.75);
    assertThat(view.failuresPerSecond()).isEqualTo(0.25);
  }

  @Test
  void limitsAreToldForEachModelAndWhatIsNotKnownIsNull() {
    NodeModels models =
        new NodeModels(
            config,
            new PermitCount(new RecordingMetrics()),
            figures.clock(),
            new RecordingMetrics());
    models.of(node, new Capability("m", Operation.CHAT));

    assertThat(ApiJson.text(loads.of(node).limits()))
        .isEqualTo(
            "[{\"model\":\"m\",\"operation\":\"chat\",\"inFlight\":0,\"limit\":"
                + node.spec().maxConnections()
                + ",\"speed\":1.0,\"lastMove\":null,\"movedAt\":null,\"breaker\":\"closed\"}]");
  }
}
