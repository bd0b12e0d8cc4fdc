package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.RecordedLog;
import io.tidegate.testing.RecordingMetrics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes by API, over starts with the same and with another configuration. */
class NodeChangeTest {

  private static final URI HERE = URI.create("http://a.test/v1");
  private static final URI THERE = URI.create("http://b.test/v1");

  private Path file;

  @RegisterExtension final RecordedLog log = new RecordedLog(NodeAdministration.class.getName());

  @BeforeEach
  void choosesItsFile(@TempDir Path directory) {
    file = directory.resolve("nodes.json");
  }

  @Test
  void keepsTheChangedMemberAndTakesTheRestFromTheConfiguration() throws IOException {
    started(node(HERE, "sk-one", 1, "old")).change("a", spec -> Fleet.draining(spec, true));
    assertThat(Files.readString(file)).contains("draining").doesNotContain("sk-one", "url", "old");

    NodeSpec next = only(started(node(THERE, "sk-two", 5, "new")));
    assertThat(next.draining()).isTrue();
    assertThat(next.url()).isEqualTo(THERE);
    assertThat(next.apiKey()).isEqualTo("sk-two");
    assertThat(next.weight()).isEqualTo(5);
    assertThat(next.models()).containsOnlyKeys("new");
  }

  @Test
  void keepsNothingOnceEverythingIsAsConfigured() throws IOException {
    NodeAdministration nodes = started(node(HERE, "sk-one", 1, "m"));
    nodes.change("a", spec -> Fleet.draining(spec, true));
    nodes.change("a", spec -> Fleet.draining(spec, false));

    assertThat(Files.readString(file)).doesNotContain("\"a\"");
    assertThat(only(started(node(HERE, "sk-two", 3, "m"))).weight()).isEqualTo(3);
  }

  @Test
  void aDescriptionKeepsWhatDiffersFromTheConfiguration() throws IOException {
    NodeAdministration nodes = started(node(HERE, "sk-one", 1, "m"));
    put(nodes, "{\"url\": \"http://a.test/v1\", \"weight\": 9, \"models\": [\"m\"]}");

    assertThat(only(nodes).apiKey()).isEqualTo("sk-one");
    assertThat(Files.readString(file)).contains("weight").doesNotContain("sk-one", "models");
    assertThat(only(started(node(HERE, "rotated", 1, "m"))))
        .isEqualTo(node(HERE, "rotated", 9, "m"));
  }

  @Test
  void aKeyOfTheConfigurationGoesToItsOwnAddressOnly() {
    NodeAdministration nodes = started(node(HERE, "sk-one", 1, "m"));
    put(nodes, "{\"url\": \"http://b.test/v1\", \"models\": [\"m\"]}");

    assertThat(only(nodes).apiKey()).isNull();
    assertThat(only(started(node(HERE, "sk-one", 1, "m")))).isEqualTo(node(THERE, null, 1, "m"));
  }

  @Test
  void aKeyByApiIsKeptAndSoIsItsRemoval() {
    NodeAdministration nodes = started(node(HERE, "sk-one", 1, "m"));
    put(nodes, "{\"url\": \"http://a.test/v1\", \"models\": [\"m\"], \"apiKey\": \"sk-api\"}");
    assertThat(only(started(node(HERE, "sk-one", 1, "m"))).apiKey()).isEqualTo("sk-api");

    put(nodes, "{\"url\": \"http://a.test/v1\", \"models\": [\"m\"], \"apiKey\": null}");
    assertThat(only(started(node(HERE, "sk-one", 1, "m"))).apiKey()).isNull();
  }

  @Test
  void readsAWholeNodeOfAnEarlierVersionAndForgetsItsCopyOfTheKey() throws IOException {
    Files.writeString(
        file,
        """
        {"a": {"name": "a", "url": "http://a.test/v1", "weight": 7, "maxConnections": 100,
          "draining": false, "tier": "public", "region": "", "account": "", "inputPrice": 0.0,
          "outputPrice": 0.0, "models": ["m"], "apiKey": "sk-old"}}
        """);

    assertThat(only(started(node(HERE, "rotated", 1, "m"))))
        .isEqualTo(node(HERE, "rotated", 7, "m"));
    assertThat(Files.readString(file)).contains("weight").doesNotContain("sk-old", "models");
  }

  @Test
  void readsANodeOfAnEarlierVersionThatNobodyConfigured() throws IOException {
    Files.writeString(
        file, "{\"a\": {\"name\": \"a\", \"url\": \"http://a.test/v1\", \"apiKey\": \"sk-old\"}}");

    assertThat(only(started())).isEqualTo(NodeJson.overlay("a", own("sk-old"), null));
  }

  private static ObjectNode own(String key) {
    return JsonNodeFactory.instance.objectNode().put("url", HERE.toString()).put("apiKey", key);
  }

  @Test
  void saysAtTheStartWhatOverridesWhat() {
    NodeAdministration nodes = started(node(HERE, "sk-one", 1, "m"), Fleet.spec("gone", "m"));
    nodes.change("a", spec -> Fleet.sized(spec, 4, 44));
    nodes.remove("gone");
    nodes.put(Fleet.spec("added", "m"));
    assertThat(log.records()).isEmpty();

    started(node(HERE, "sk-one", 1, "m"), Fleet.spec("gone", "m"));
    assertThat(log.records())
        .containsExactly(
            "node {0}: {1} as changed by /api/nodes, not as configured",
            "node {0} was added by /api/nodes",
            "node {0} is configured, but was removed by /api/nodes");
  }

  @Test
  void aChangeWaitsForItsNodeToBeConfiguredAgain() {
    started(node(HERE, null, 1, "m")).change("a", spec -> Fleet.sized(spec, 4, 44));

    assertThat(started().all()).isEmpty();
    assertThat(only(started(node(HERE, null, 1, "m"))).weight()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a b\": {\"url\": \"http://a.test\"}}",
        "{\"a\": {\"url\": \"http://a.test\", \"wieght\": 3}}",
        "{\"a\": {\"url\": \"http://a.test\", \"weight\": 0}}",
        "{\"a\": {\"url\": \"a.test\"}}"
      })
  void saysWhichFileBreaksARule(String content) throws IOException {
    Files.writeString(file, content);

    assertThatThrownBy(() -> started())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("(?s)the node file .*nodes.json cannot be used: .+");
  }

  private static NodeSpec node(URI url, String key, int weight, String model) {
    return new NodeSpec(
        "a",
        url,
        key,
        weight,
        100,
        false,
        Tier.PUBLIC,
        "",
        Map.of(model, model),
        Billing.NONE,
        "",
        NodeDialects.ANY);
  }

  private static void put(NodeAdministration nodes, String json) {
    try {
      nodes.put(
          NodeJson.read(
              "a", new ObjectMapper().readTree(json), nodes.find("a").orElseThrow().spec()));
    } catch (IOException notJson) {
      throw new IllegalArgumentException(notJson);
    }
  }

  private static NodeSpec only(NodeAdministration nodes) {
    return nodes.find("a").orElseThrow().spec();
  }

  private NodeAdministration started(NodeSpec... configured) {
    Pool pool = new Pool(Fleet.config(Map.of()));
    NodeAdministration nodes =
        new NodeAdministration(pool, new NodeFile(file), new RecordingMetrics());
    nodes.start(List.of(configured));
    return nodes;
  }
}
