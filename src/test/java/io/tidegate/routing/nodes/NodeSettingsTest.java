package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSettingsTest {

  @Test
  void readsNoNodesWhereNoneAreConfigured() {
    assertThat(NodeSettings.read(new Settings(Map.of()))).isEmpty();
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.nodes.a.url", "https://a.test/v1/",
                "tidegate.nodes.a.api-key", "sk-secret",
                "tidegate.nodes.a.weight", "7",
                "tidegate.nodes.a.max-connections", "70",
                "tidegate.nodes.a.draining", "true",
                "tidegate.nodes.a.tier", "Private",
                "tidegate.nodes.a.region", "eu",
                "tidegate.nodes.a.models", "chat=org/Chat, code"));

    assertThat(NodeSettings.read(settings))
        .containsExactly(
            SampleSpecs.whole(
                "https://a.test/v1", "eu", Map.of("chat", "org/Chat", "code", "code")));
    assertThat(settings.unknown()).isEmpty();
  }

  @Test
  void readsWhoPaysAndHowMuch() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.nodes.a.url", "https://a.test/v1",
                "tidegate.nodes.a.account", "acme",
                "tidegate.nodes.a.input-price", "0.28",
                "tidegate.nodes.a.output-price", "0.42"));

    assertThat(NodeSettings.read(settings).get(0).billing())
        .isEqualTo(new Billing("acme", 0.28, 0.42));
    assertThat(settings.unknown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"account, a b", "input-price, -1", "output-price, free", "output-price, 1e7"})
  void refusesOddAccountsAndPrices(String key, String value) {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "tidegate.nodes.a.url", "http://a.test", "tidegate.nodes.a." + key, value)))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.nodes.a")
        .hasMessageContaining(key);
  }

  @Test
  void takesWhatIsNotConfiguredFromTheDefaults() {
    assertThat(read(Map.of("tidegate.nodes.a.url", "http://a.test")))
        .containsExactly(NodeSpec.of("a", URI.create("http://a.test")));
  }

  @Test
  void readsNodesByNameInOrder() {
    assertThat(
            read(
                Map.of(
                    "tidegate.nodes.b.url", "http://b.test",
                    "tidegate.nodes.a.url", "http://a.test",
                    "tidegate.nodes.eu.west-1.url", "http://c.test")))
        .extracting(NodeSpec::name)
        .containsExactly("a", "b", "eu.west-1");
  }

  @Test
  void readsANodeFromTheEnvironment() {
    List<NodeSpec> nodes =
        read(
            Map.of(
                "TIDEGATE_NODES_DEEP_SEEK_URL", "https://api.test",
                "TIDEGATE_NODES_DEEP_SEEK_API_KEY", "sk-secret",
                "TIDEGATE_NODES_DEEP_SEEK_MAX_CONNECTIONS", "5"));

    assertThat(nodes).extracting(NodeSpec::name).containsExactly("deep-seek");
    assertThat(nodes.get(0).apiKey()).isEqualTo("sk-secret");
    assertThat(nodes.get(0).maxConnections()).isEqualTo(5);
  }

  @Test
  void readsTheKeyFromAFileAndPrefersIt(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "sk-of-the-file\n");

    assertThat(
            read(
                Map.of(
                    "tidegate.nodes.a.url", "http://a.test",
                    "tidegate.nodes.a.api-key", "sk-inline",
                    "tidegate.nodes.a.api-key-file", file.toString())))
        .extracting(NodeSpec::apiKey)
        .containsExactly("sk-of-the-file");
  }

  @ParameterizedTest
  @CsvSource({
    "url, ftp://a.test",
    "weight, 0",
    "weight, heavy",
    "max-connections, 100001",
    "draining, maybe",
    "tier, ours",
    "api-key-file, /no/such/file",
  })
  void namesTheKeyThatBreaksARule(String leaf, String value) {
    Map<String, String> values = new HashMap<>(Map.of("tidegate.nodes.a.url", "http://a.test"));
    values.put("tidegate.nodes.a." + leaf, value);

    assertThatThrownBy(() -> read(values))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.nodes.a." + leaf + " ");
  }

  @Test
  void namesTheNodeWhoseModelsBreakARule() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "tidegate.nodes.a.url", "http://a.test",
                        "tidegate.nodes.a.models", "=own")))
        .isInstanceOf(SettingException.class)
        .hasMessage("tidegate.nodes.a: models must not have an empty name");
  }

  @Test
  void namesTheAddressThatIsMissing() {
    assertThatThrownBy(() -> read(Map.of("tidegate.nodes.a.weight", "5")))
        .isInstanceOf(SettingException.class)
        .hasMessage("tidegate.nodes.a.url is missing");
  }

  @Test
  void leavesAKeyItDoesNotKnowToTheComplaintAboutUnknownOnes() {
    Settings settings =
        new Settings(
            Map.of("tidegate.nodes.a.url", "http://a.test", "tidegate.nodes.a.wieght", "5"));

    NodeSettings.read(settings);

    assertThat(settings.unknown())
        .containsExactly(
            "unknown setting tidegate.nodes.a.wieght; did you mean tidegate.nodes.a.weight?");
  }

  private static List<NodeSpec> read(Map<String, String> values) {
    return NodeSettings.read(new Settings(values));
  }
}
