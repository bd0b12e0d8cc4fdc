package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of API keys of the running server. While there is one, callers without are refused. */
final class KeysIT extends OneNode {

  private static final String CHAT = "/v1/chat/completions";

  @AfterEach
  void leavesNoKeysAndTenants() {
    for (JsonNode key : json("/api/keys").path("data")) {
      assertThat(Admin.send("/api/keys/" + key.path("id").asText(), "DELETE", null).statusCode())
          .isEqualTo(204);
    }
    for (JsonNode tenant : json("/api/tenants").path("data")) {
      Admin.send("/api/tenants/" + tenant.path("name").asText(), "DELETE", null);
    }
    assertThat(json("/api/tenants").path("data")).isEmpty();
  }

  private static JsonNode json(String path) {
    return Fleet.json(Admin.get(path).body());
  }

  private static JsonNode make(String scope) {
    if (json("/api/tenants").path("data").isEmpty()) {
      HttpResponse<String> made = Admin.send("/api/tenants", "POST", "{\"name\":\"team-a\"}");
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }
    HttpResponse<String> made =
        Admin.send(
            "/api/keys",
            "POST",
            "{\"tenant\":\"team-a\",\"label\":\"ci\",\"scope\":" + scope + "}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return Fleet.json(made.body());
  }

  private static HttpResponse<String> ask(String path, String key, String body) {
    HttpRequest.Builder request = Http.request(path).header("Content-Type", "application/json");
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    return Http.send(
        body == null
            ? request.GET().build()
            : request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private static int chat(String key) {
    return ask(CHAT, key, Http.chat("Hello", false)).statusCode();
  }

  private static JsonNode act(JsonNode key, String act, String body) {
    HttpResponse<String> done =
        Admin.send("/api/keys/" + key.path("id").asText() + "/" + act, "POST", body);
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    return Fleet.json(done.body());
  }

  /** What is told, but for the request's own id. */
  private static JsonNode error(HttpResponse<String> response) {
    ObjectNode error = (ObjectNode) Fleet.json(response.body()).path("error");
    return error.without("request_id");
  }

  @Test
  void aKeyIsMadeUsedRotatedAndRevoked() {
    assertThat(chat(null)).isEqualTo(200);
    JsonNode made = make("{}");
    String first = made.path("key").asText();

    assertThat(first).matches("tgk_[0-9A-Za-z]{38}");
    assertThat(chat(first)).isEqualTo(200);
    assertThat(chat(null)).isEqualTo(401);
    assertThat(Admin.get("/api/keys").body()).doesNotContain(first, "digest");

    String second = act(made, "rotate", "{\"overlap\":\"PT1H\"}").path("key").asText();
    assertThat(chat(first)).isEqualTo(200);
    assertThat(chat(second)).isEqualTo(200);
    String third = act(made, "rotate", "{\"overlap\":\"PT0S\"}").path("key").asText();
    assertThat(chat(first)).isEqualTo(401);
    assertThat(chat(second)).isEqualTo(401);
    assertThat(chat(third)).isEqualTo(200);

    assertThat(act(made, "revoke", null).path("state").asText()).isEqualTo("revoked");
    HttpResponse<String> refused = ask(CHAT, third, Http.chat("Hello", false));
    HttpResponse<String> unknown = ask(CHAT, "tgk_" + "x".repeat(38), Http.chat("Hello", false));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(error(refused)).isEqualTo(error(unknown));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | \"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}] | /error/code"
            + " | key_out_of_scope",
        "/v1/responses | \"input\":\"Hi\" | /error/code | key_out_of_scope",
        "/v1/messages | \"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"
            + " | /error/type | permission_error"
      })
  void anotherModelIsRefusedInTheWordsOfEachDialect(
      String path, String members, String where, String told) {
    String key = make("{\"models\":[\"deepseek-*\"]}").path("key").asText();

    HttpResponse<String> good = ask(path, key, "{\"model\":\"deepseek-flash\"," + members + "}");
    HttpResponse<String> refused = ask(path, key, "{\"model\":\"house-model\"," + members + "}");

    assertThat(good.statusCode()).as(good.body()).isEqualTo(200);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    assertThat(Fleet.json(refused.body()).at(where).asText()).isEqualTo(told);
    assertThat(refused.body()).contains("deepseek-*");
  }

  @Test
  void aKeyIsRefusedFromAnotherNetworkAndForAnotherOperation() {
    String elsewhere = make("{\"networks\":[\"192.0.2.0/24\"]}").path("key").asText();
    String chats = make("{\"operations\":[\"chat\"]}").path("key").asText();

    assertThat(chat(elsewhere)).isEqualTo(403);
    assertThat(chat(chats)).isEqualTo(200);
    assertThat(ask("/v1/files", chats, null).statusCode()).isEqualTo(403);
    assertThat(ask("/v1;x=1/files", chats, null).statusCode()).isEqualTo(403);
    assertThat(ask("/api/jobs", chats, null).statusCode()).isEqualTo(403);
    assertThat(
            ask("/v1/completions", chats, "{\"model\":\"deepseek-flash\",\"prompt\":\"a\"}")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aTenantThatCannotBeIsTheCallersMistake() {
    HttpResponse<String> refused = Admin.get("/api/keys?tenant=x%0Aforged");

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(Fleet.json(refused.body()).at("/error/param").asText()).isEqualTo("tenant");
  }

  @Test
  void aTenantSeesItselfAndNothingElse() {
    JsonNode made = make("{\"priority\":\"low\"}");
    Admin.send("/api/tenants", "POST", "{\"name\":\"team-b\"}");
    Admin.send("/api/keys", "POST", "{\"tenant\":\"team-b\"}");

    HttpResponse<String> self = ask("/api/self", made.path("key").asText(), null);

    assertThat(self.statusCode()).as(self.body()).isEqualTo(200);
    JsonNode told = Fleet.json(self.body());
    assertThat(told.path("tenant").asText()).isEqualTo("team-a");
    assertThat(told.path("key")).isEqualTo(made.path("id"));
    assertThat(told.path("priority").asText()).isEqualTo("low");
    assertThat(told.path("keys")).hasSize(1);
    assertThat(self.body()).doesNotContain("team-b", made.path("key").asText());
    assertThat(ask("/api/self", "tgk_no", null).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/tenants | {} | name",
        "/api/tenants | {\"name\":\"a b\"} | name",
        "/api/tenants | {\"name\":\"a\",\"priority\":\"urgent\"} | priority",
        "/api/keys | {} | tenant",
        "/api/keys | {\"tenant\":\"nobody\"} | tenant",
        "/api/keys | {\"tenant\":\"nobody\",\"expires\":\"2020-01-01T00:00:00Z\"} | expires",
        "/api/keys | {\"tenant\":\"nobody\",\"scope\":{\"networks\":[\"x\"]}} | scope.networks"
      })
  void aBadRequestIsToldTheMemberAtFault(String path, String body, String member) {
    HttpResponse<String> refused = Admin.send(path, "POST", body);

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(Fleet.json(refused.body()).at("/error/param").asText()).isEqualTo(member);
  }

  @Test
  void onlyAdministratorsMakeKeys() {
    assertThat(Admin.sendAsOperator("/api/keys", "POST", "{}").statusCode()).isEqualTo(403);
    assertThat(Admin.sendAsViewer("/api/tenants", "POST", "{}").statusCode()).isEqualTo(403);
    assertThat(Admin.sendAsViewer("/api/keys", "GET", null).statusCode()).isEqualTo(200);
    assertThat(Http.get("/api/keys").statusCode()).isEqualTo(401);
  }

  @Test
  void aChangedKeyIsAnotherAtOnce() {
    JsonNode made = make("{}");
    String id = "/api/keys/" + made.path("id").asText();

    HttpResponse<String> changed =
        Admin.send(id, "PATCH", "{\"label\":\"old\",\"scope\":{\"models\":[\"none\"]}}");

    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(chat(made.path("key").asText())).isEqualTo(403);
    assertThat(ask("/v1/models/deepseek-flash", made.path("key").asText(), null).statusCode())
        .as("a model that it does not list")
        .isEqualTo(404);
    Fleet.await(
        "its end",
        Duration.ofSeconds(5),
        () ->
            Admin.send(id, "PATCH", "{\"scope\":{}}").statusCode() == 200
                && chat(made.path("key").asText()) == 200);
  }
}
