package io.tidegate.upstream;

import static io.tidegate.testing.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ApiFeatures;
import io.tidegate.exchange.DialectName;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Terms;
import io.tidegate.testing.ScriptedServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where nodes are asked in each dialect, and with which headers. */
@Timeout(30)
class HttpUpstreamDialectsTest {

  private final UpstreamFixture node = new UpstreamFixture(1);

  @AfterEach
  void close() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT, POST /v1/chat/completions HTTP/1.1",
    "RESPONSES, POST /v1/responses HTTP/1.1",
    "MESSAGES, POST /anthropic/v1/messages HTTP/1.1",
    "COUNT_TOKENS, POST /anthropic/v1/messages/count_tokens HTTP/1.1"
  })
  void asksBelowThePathOfTheDialect(Operation operation, String line) throws Exception {
    assertThat(asked(operation, "", Terms.DEFAULT).line()).isEqualTo(line);
  }

  @Test
  void asksForWhatBelongsToTheBetaRootThereAndElsewhereWhereItHasNone() {
    URI url = URI.create("http://n1.test/v1?k=v");
    NodeAddress rooted = new NodeAddress("n1", url, null, "", Map.of(), "/beta");

    assertThat(rooted.at(Operation.CHAT, true))
        .isEqualTo(URI.create("http://n1.test/beta/chat/completions?k=v"));
    assertThat(rooted.at(Operation.CHAT, false))
        .isEqualTo(URI.create("http://n1.test/v1/chat/completions?k=v"));
    assertThat(new NodeAddress("n1", url, null).at(Operation.COMPLETION, true))
        .isEqualTo(URI.create("http://n1.test/v1/completions?k=v"));
  }

  @Test
  void showsTheKeyInBothPlacesWhereNodesLookForIt() throws Exception {
    assertThat(asked(Operation.MESSAGES, "", Terms.DEFAULT).headers())
        .containsEntry("authorization", "Bearer node-key")
        .containsEntry("x-api-key", "node-key")
        .containsEntry("anthropic-version", "2023-06-01")
        .doesNotContainKey("anthropic-beta");
    assertThat(asked(Operation.MESSAGES, "api-key", Terms.DEFAULT).headers())
        .containsEntry("api-key", "node-key")
        .doesNotContainKeys("authorization", "x-api-key");
    assertThat(asked(Operation.RESPONSES, "", Terms.DEFAULT).headers())
        .containsEntry("authorization", "Bearer node-key")
        .doesNotContainKeys("x-api-key", "anthropic-version");
  }

  @Test
  void passesOnWhatTheClientSaysOfItsApi() throws Exception {
    Terms terms = Terms.DEFAULT.using(new ApiFeatures("2024-01-01", List.of("a-1", "b-2")));

    assertThat(asked(Operation.MESSAGES, "", terms).headers())
        .containsEntry("anthropic-version", "2024-01-01")
        .containsEntry("anthropic-beta", "a-1,b-2");
    assertThat(asked(Operation.CHAT, "", terms).headers())
        .doesNotContainKeys("anthropic-version", "anthropic-beta");
  }

  private ScriptedServer.Request asked(Operation operation, String keyHeader, Terms terms)
      throws Exception {
    try (ScriptedServer server = ScriptedServer.start(answer(400, "application/json", "{}"))) {
      NodeAddress target =
          new NodeAddress(
              "n1",
              URI.create(server.url() + "/v1"),
              "node-key",
              keyHeader,
              Map.of(DialectName.MESSAGES, "/anthropic/v1"),
              "/beta");
      node.ask(target, operation, terms).kind();
      return server.request();
    }
  }
}
