package io.tidegate.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalTest {

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void describesItsSimulatorsAsNodesWithTheirModels() throws Exception {
    try (Rehearsal rehearsal = Rehearsal.from(new Settings(Map.of()))) {
      List<NodeSpec> nodes = rehearsal.start();

      assertThat(nodes).extracting(NodeSpec::name).containsExactly("simulator-1", "simulator-2");
      for (NodeSpec node : nodes) {
        String models = get(URI.create(node.url() + "/models"));
        assertThat(node.models()).isNotEmpty();
        assertThat(node.models().values()).allSatisfy(own -> assertThat(models).contains(own));
      }
    }
  }

  @Test
  void startsAsManySimulatorsAsAreAskedFor() {
    try (Rehearsal rehearsal =
        Rehearsal.from(new Settings(Map.of("tidegate.simulator.nodes", "3")))) {
      assertThat(rehearsal.start()).extracting(NodeSpec::url).hasSize(3).doesNotHaveDuplicates();
    }
  }

  @Test
  void closesItsSimulators() {
    Rehearsal rehearsal = Rehearsal.from(new Settings(Map.of("tidegate.simulator.nodes", "1")));
    URI url = rehearsal.start().get(0).url();

    rehearsal.close();

    assertThatThrownBy(() -> get(URI.create(url + "/models"))).isInstanceOf(IOException.class);
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.simulator.nodes", "3",
                "tidegate.simulator.capacity", "5",
                "tidegate.simulator.time-to-first-token", "PT0.1S",
                "tidegate.simulator.time-per-token", "PT0.01S",
                "tidegate.simulator.answer-tokens", "7",
                "tidegate.simulator.jitter-percent", "0",
                "tidegate.simulator.time-per-prompt-token", "PT0S",
                "tidegate.simulator.crowding", "0.5"));

    Rehearsal.from(settings).close();

    assertThat(settings.unknown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "nodes, 0",
    "nodes, 101",
    "capacity, 0",
    "time-to-first-token, PT0S",
    "time-per-token, 20",
    "answer-tokens, 0",
    "jitter-percent, 101",
    "time-per-prompt-token, 1",
    "crowding, 101",
  })
  void namesTheKeyThatBreaksARule(String key, String value) {
    Settings settings = new Settings(Map.of("tidegate.simulator." + key, value));

    assertThatThrownBy(() -> Rehearsal.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.simulator." + key + " ");
  }

  private String get(URI url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
