package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.simulator.Simulator;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests for what DeepSeek has below its beta root, through the whole server. */
final class BetaRootIT extends DeployedEar {

  private static final int CALLS = 6;

  private static final String PREFIX =
      "{\"model\":\"deepseek-flash\",\"messages\":[{\"role\":\"user\",\"content\":\"Go on\"},"
          + "{\"role\":\"assistant\",\"content\":\"The tide\",\"prefix\":true}]}";

  private static void says(String name, Simulator node, String dialects) {
    String spec =
        "{\"url\":\"%s\",\"models\":[\"deepseek-flash\"],\"dialects\":[%s]}"
            .formatted(node.url(), dialects);
    assertThat(Admin.send("/api/nodes/" + name, "PUT", spec).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v1/chat/completions |"
            + " {'model':'deepseek-flash','messages':[{'role':'user','content':'a'},"
            + "{'role':'assistant','content':'b','prefix':true}]}",
        "/v1/chat/completions |"
            + " {'model':'deepseek-flash','messages':[{'role':'user','content':'a'}],"
            + "'tools':[{'type':'function','function':{'name':'t','strict':true,"
            + "'parameters':{'type':'object','properties':{}}}}]}",
        "/v1/completions | {'model':'deepseek-flash','prompt':'a','suffix':'b'}"
      })
  void areAnsweredByTheNodeThatHasItAlone(String path, String body) {
    try (Fleet fleet = new Fleet()) {
      says("plain", fleet.add("plain", Fleet.quick(), 1), "\"chat\"");
      says("rooted", fleet.add("rooted", Fleet.quick(), 1), "\"chat\",\"beta=/beta\"");

      for (int i = 0; i < CALLS; i++) {
        HttpResponse<String> answer = Http.post(path, body.replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-tidegate-node")).contains("rooted");
      }
      assertThat(fleet.started("plain")).isZero();
      assertThat(fleet.started("rooted")).isEqualTo(CALLS);
    }
  }

  @Test
  void areRefusedWhereEveryNodeIsPlain() {
    try (Fleet fleet = new Fleet()) {
      says("plain", fleet.add("plain", Fleet.quick(), 1), "\"chat\"");

      HttpResponse<String> refused = Http.post("/v1/chat/completions", PREFIX);

      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(404);
      assertThat(refused.body()).contains("model_not_found", "beta root");
      assertThat(fleet.started("plain")).isZero();
    }
  }
}
