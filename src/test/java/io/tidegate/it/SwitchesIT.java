package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Emergency switches of the running server. */
final class SwitchesIT extends OneNode {

  private static final String CHAT = "/v1/chat/completions";
  private static final String SOON = "{\"reason\":\"provider down\",\"for\":\"PT30M\"}";

  @AfterEach
  void turnsAllOff() {
    for (JsonNode on : switches().path("data")) {
      String value = on.path("value").isNull() ? "" : "?value=" + on.path("value").asText();
      Admin.send("/api/switches/" + on.path("name").asText() + value, "DELETE", null);
    }
    assertThat(switches().path("data")).isEmpty();
  }

  private static JsonNode switches() {
    return Fleet.json(Admin.get("/api/switches").body());
  }

  private static HttpResponse<String> turnOn(String name, String body) {
    return Admin.send("/api/switches/" + name, "PUT", body);
  }

  private static HttpResponse<String> ask(String question) {
    return Http.post(CHAT, Http.chat(question, false));
  }

  @Test
  void anOperatorTurnsOnWhatAllMaySee() {
    Instant before = Instant.now();
    HttpResponse<String> response = Admin.sendAsOperator("/api/switches/brownout", "PUT", SOON);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode on = Fleet.json(Admin.sendAsViewer("/api/switches", "GET", null).body());
    assertThat(on.at("/data/0/name").asText()).isEqualTo("brownout");
    assertThat(on.at("/data/0/value").isNull()).isTrue();
    assertThat(on.at("/data/0/reason").asText()).isEqualTo("provider down");
    assertThat(on.at("/data/0/by").asText()).isEqualTo("mechanic");
    assertThat(Instant.parse(on.at("/data/0/until").asText()))
        .isBetween(before.plusSeconds(1795), before.plusSeconds(1830));
    assertThat(on.at("/available").size()).isEqualTo(6);
    assertThat(on.at("/recent/0/act").asText()).isEqualTo("on");
    assertThat(Http.get("/metrics?scope=application").body())
        .containsPattern("tidegate_switch_on\\{[^}]*switch=\"brownout\"[^}]*} 1\\.0");
    assertThat(Admin.sendAsOperator("/api/switches/brownout", "DELETE", null).statusCode())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "brownout | {\"for\":\"PT30M\"} | reason",
        "brownout | {\"reason\":\"why\"} | for",
        "brownout | {\"reason\":\"why\",\"for\":\"half an hour\"} | for",
        "brownout | {\"reason\":\"why\",\"for\":\"P2D\"} | for",
        "strategy | {\"reason\":\"why\",\"for\":\"PT1M\",\"value\":\"fastest\"} | value",
        "freeze | {\"reason\":\"why\",\"for\":\"PT1M\",\"value\":[]} | value",
        "refuse-tenant | {\"reason\":\"why\",\"for\":\"PT1M\",\"value\":\"nobody\"} | value"
      })
  void refusesABadOneByNameOfItsField(String name, String body, String field) {
    HttpResponse<String> response = turnOn(name, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Fleet.json(response.body()).at("/error/param").asText()).isEqualTo(field);
  }

  @Test
  void knowsNoOtherSwitch() {
    assertThat(turnOn("teleport", SOON).statusCode()).isEqualTo(404);
    assertThat(Admin.send("/api/switches/refuse-tenant", "DELETE", null).statusCode())
        .isEqualTo(400);
  }

  @Test
  void aBrownoutCapsAnswersAndEndsByItself() {
    assertThat(ask("a").headers().firstValue("x-tidegate-switches")).isEmpty();
    turnOn("brownout", "{\"reason\":\"rehearsal\",\"for\":\"PT8S\"}");

    HttpResponse<String> cut = ask("b");

    assertThat(cut.headers().firstValue("x-tidegate-switches")).contains("brownout");
    assertThat(cut.headers().firstValue("x-tidegate-changed"))
        .contains("max_tokens=5, thinking=disabled");
    assertThat(Fleet.json(cut.body()).at("/usage/completion_tokens").asInt()).isEqualTo(5);
    assertThat(Http.send(Http.posting(CHAT, Http.chat("c", false), "low")).statusCode())
        .isEqualTo(429);
    Fleet.await("the end", Duration.ofSeconds(30), () -> switches().path("data").isEmpty());
    HttpResponse<String> whole = ask("b");
    assertThat(Fleet.json(whole.body()).at("/usage/completion_tokens").asInt()).isGreaterThan(5);
    assertThat(whole.headers().firstValue("x-tidegate-changed")).isEmpty();
  }

  @Test
  void aBrownoutAlsoCapsQuestionsInTheAddress() {
    turnOn("brownout", SOON);

    HttpResponse<String> answer = Http.get("/api/compute?q=Hello");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-tidegate-changed")).isPresent();
  }

  @Test
  void aRefusedTenantIsToldUntilWhen() {
    turnOn("refuse-tenant", "{\"reason\":\"flood\",\"for\":\"PT10M\",\"value\":\"local\"}");

    HttpResponse<String> refused = ask("a");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(Fleet.json(refused.body()).at("/error/code").asText()).isEqualTo("tenant_refused");
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
        .isBetween(570L, 600L);
    assertThat(refused.headers().firstValue("x-should-retry")).contains("false");
    Admin.send("/api/switches/refuse-tenant?value=local", "DELETE", null);
    assertThat(ask("a").statusCode()).isEqualTo(200);
  }

  @Test
  void callsGoToThePublicTierAsTheSwitchSays() {
    fleet.add("own", Fleet.quick(), 1, 1000, "private");
    turnOn("public-tier", "{\"reason\":\"GPUs down\",\"for\":\"PT1M\",\"value\":\"force\"}");
    assertThat(ask("a").headers().firstValue("x-tidegate-node")).contains("one");
    turnOn("public-tier", "{\"reason\":\"too dear\",\"for\":\"PT1M\",\"value\":\"forbid\"}");
    assertThat(ask("b").headers().firstValue("x-tidegate-node")).contains("own");
  }
}
