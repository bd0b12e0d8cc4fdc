package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 12: what one account has encrypted goes back to it, since no other can read it. */
final class EncryptedReasoningIT extends DeployedEar {

  private static final String PATH = "/v1/responses";
  private static final int CONVERSATIONS = 12;

  private Fleet fleet;
  private List<ReasoningNode> nodes;

  @BeforeEach
  void open() {
    fleet = new Fleet();
    nodes = List.of(new ReasoningNode("low"), new ReasoningNode("high"));
  }

  @AfterEach
  void close() {
    nodes.forEach(ReasoningNode::close);
    fleet.close();
  }

  private static String body(String items, boolean stream) {
    return "{\"model\":\"deepseek-flash\",\"stream\":"
        + stream
        + ",\"store\":false,\"include\":[\"reasoning.encrypted_content\"],\"input\":["
        + items
        + "{\"role\":\"user\",\"content\":\"What is the tide?\"}]}";
  }

  private static String node(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-tidegate-node").orElse("none");
  }

  private static JsonNode item(HttpResponse<String> answer, boolean stream) {
    if (!stream) {
      return Fleet.json(answer.body()).at("/output/0");
    }
    List<JsonNode> events = EventText.events(answer.body());
    return events.get(events.size() - 1).at("/response/output/0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aConversationGoesOnWhereItsReasoningWasMade(boolean stream) {
    for (int i = 0; i < CONVERSATIONS; i++) {
      HttpResponse<String> first = Http.post(PATH, body("", stream));
      assertThat(first.statusCode()).as(first.body()).isEqualTo(200);

      HttpResponse<String> next = Http.post(PATH, body(item(first, stream) + ",", stream));

      assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
      assertThat(node(next)).isEqualTo(node(first));
    }
    assertThat(nodes).allMatch(node -> node.refused() == 0);
  }

  @Test
  void whatAnotherServerHasHandedOutIsTakenToWhoeverCanReadIt() {
    for (int i = 0; i < CONVERSATIONS; i++) {
      ReasoningNode maker = nodes.get(i % 2);

      HttpResponse<String> answer =
          Http.post(PATH, body(maker.item("from-afar-" + i) + ",", false));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(node(answer)).isEqualTo(i % 2 == 0 ? "low" : "high");
    }
    // Nor has a node been taken from anybody for what it could not read.
    assertThat(Http.post(PATH, body("", false)).statusCode()).isEqualTo(200);
  }

  @Test
  void whatNobodyCanReadIsRefusedInTheNodesWords() {
    String item = nodes.get(0).item("x").replace("gAAA-low", "gAAA-ebb");

    HttpResponse<String> refused = Http.post(PATH, body(item + ",", false));

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(Fleet.json(refused.body()).at("/error/code").asText())
        .isEqualTo("invalid_encrypted_content");
  }
}
