package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.DialectName;
import io.tidegate.exchange.Operation;
import io.tidegate.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeDialectsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anthropic",
        "Chat",
        "",
        "messages=",
        "messages=anthropic",
        "messages=/",
        "messages=/a/",
        "beta=",
        "beta=https://other.test/beta",
        "messages=/a?b",
        "messages=//other.test/v1",
        "messages=https://other.test/v1"
      })
  void refusesWhatNamesNoDialectOrNoPathOfTheNode(String item) {
    assertThatThrownBy(() -> NodeDialects.parse(List.of(item)))
        .isInstanceOf(InvalidNodeException.class)
        .hasMessageContaining("dialects");
  }

  @Test
  void aNodeOfWhichNothingWasSaidMaySpeakThemAll() {
    for (DialectName dialect : DialectName.values()) {
      assertThat(NodeDialects.ANY.speaks(dialect)).isTrue();
    }
    assertThat(NodeDialects.parse(List.of())).isEqualTo(NodeDialects.ANY);
  }

  @Test
  void aNodeSpeaksWhatWasSaidAndNothingElse() {
    NodeDialects dialects = NodeDialects.parse(List.of("messages = /anthropic/v1", "chat"));

    assertThat(dialects.speaks(DialectName.CHAT)).isTrue();
    assertThat(dialects.speaks(DialectName.MESSAGES)).isTrue();
    assertThat(dialects.speaks(DialectName.RESPONSES)).isFalse();
    assertThat(dialects.items()).containsExactly("chat", "messages=/anthropic/v1");
    assertThat(NodeDialects.parse(dialects.items())).isEqualTo(dialects);
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.deepseek.com, , https://api.deepseek.com/anthropic/v1/messages",
    "https://api.deepseek.com/v1, , https://api.deepseek.com/anthropic/v1/messages",
    "https://api.deepseek.com, messages=/a/b, https://api.deepseek.com/a/b/messages",
    "http://gpu:8000/v1, , http://gpu:8000/v1/messages",
    "http://gpu:8000/v1?k=v, messages=/x, http://gpu:8000/x/messages?k=v"
  })
  void messagesAreAskedAtTheirPath(String url, String item, String address) {
    NodeSpec spec =
        NodeSpec.of("n", URI.create(url))
            .withDialects(NodeDialects.parse(item == null ? List.of() : List.of(item)));
    Node node = new Node(spec, RoutingConfig.from(new Settings(Map.of())));

    assertThat(node.target().at(Operation.MESSAGES, false)).isEqualTo(URI.create(address));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "https://api.deepseek.com, '', /beta",
        "https://API.deepseek.com/v1, 'beta=/gamma', /gamma",
        "https://api.deepseek.com/v1, 'beta', /v1",
        "https://api.deepseek.com, 'chat', none",
        "http://gpu:8000/v1, '', none",
        "http://gpu:8000/v1, 'chat;beta', /v1",
        "http://gpu:8000/v1, 'beta=/beta', /beta"
      })
  void theBetaRootIsNamedOrDeepSeeks(String url, String items, String root) {
    NodeDialects dialects =
        NodeDialects.parse(items.isEmpty() ? List.of() : List.of(items.split(";", -1)));

    assertThat(dialects.betaRoot(URI.create(url))).isEqualTo(root);
    assertThat(NodeDialects.parse(dialects.items())).isEqualTo(dialects);
    assertThat(dialects.speaks(DialectName.CHAT)).isTrue();
  }

  @Test
  void areReadFromTheSettingsAndFromJson() {
    NodeSpec read =
        NodeSettings.read(
                new Settings(
                    Map.of(
                        "tidegate.nodes.a.url",
                        "http://a.test/v1",
                        "tidegate.nodes.a.dialects",
                        "chat, messages=/anthropic/v1")))
            .get(0);

    assertThat(read.dialects().items()).containsExactly("chat", "messages=/anthropic/v1");
    assertThat(NodeJson.read("a", NodeJson.write(read), null)).isEqualTo(read);
  }
}
