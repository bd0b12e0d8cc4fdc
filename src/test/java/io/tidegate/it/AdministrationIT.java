package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool is changed by administrators only, and its secrets stay in the server. */
final class AdministrationIT extends DeployedEar {

  private static final String NODE = "{\"url\":\"http://127.0.0.1:9/v1\",\"models\":[\"m\"],%s}";

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/nodes", "/api;x=1/nodes", "/api/nodes/one", "/api/alerts", "/api/switches"})
  void strangersSeeNothing(String path) {
    assertThat(Http.get(path).statusCode()).isEqualTo(401);
  }

  @Test
  void anotherSpellingOfAPathLeadsNowhere() {
    assertThat(Http.get("/api%2Fnodes").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/alerts",
        "/api/scaling",
        "/api/nodes",
        "/api/switches",
        "/api/tenants",
        "/api/keys",
        "/api/audit",
        "/api/quotas",
        "/api/usage"
      })
  void aViewerMaySeeHowThingsAre(String path) {
    assertThat(Admin.sendAsViewer(path, "GET", null).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "PUT, /api/nodes/mine, {}",
        "DELETE, /api/nodes/simulator-1, -",
        "PUT, /api/balancing, {}",
        "PUT, /api/switches/brownout, {}",
        "DELETE, /api/switches/brownout, -",
        "DELETE, /api/cache, -",
        "POST, /api/warmup, -",
        "DELETE, /api/dead-letters, -",
        "DELETE, /api/admin/webhooks/dead, -",
        "GET, /api/rehearsals, -",
        "POST, /api/rehearsals, {}",
        "POST, /api/tenants, {}",
        "PATCH, /api/tenants/local, {}",
        "DELETE, /api/tenants/local, -",
        "POST, /api/keys, {}",
        "PATCH, /api/keys/key_0, {}",
        "POST, /api/keys/key_0/rotate, {}",
        "POST, /api/keys/key_0/revoke, -",
        "DELETE, /api/keys/key_0, -"
      })
  void aViewerMayChangeNothing(String method, String path, String body) {
    assertThat(Admin.sendAsViewer(path, method, body).statusCode()).isEqualTo(403);
  }

  @Test
  void aKeyGoesInAndNeverComesOut() throws Exception {
    try (Fleet fleet = new Fleet()) {
      String body = NODE.formatted("\"apiKey\":\"sk-confidential\"");
      assertThat(Admin.send("/api/nodes/secret", "PUT", body).body())
          .contains("\"apiKeySet\":true")
          .doesNotContain("confidential");
      assertThat(Admin.get("/api/nodes").body()).doesNotContain("confidential");
      Http.post("/v1/chat/completions", "{\"model\":\"m\",\"messages\":[{}]}");
      assertThat(Http.get("/metrics").body()).doesNotContain("confidential");
      assertThat(Files.readString(server().resolve("logs/messages.log")))
          .doesNotContain("confidential");
      assertThat(Files.readString(server().resolve("tidegate-data/nodes.json")))
          .contains("sk-confidential");
      assertThat(fleet).isNotNull();
    } finally {
      Admin.send("/api/nodes/secret", "DELETE", null);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "\"weight\":0, weight",
    "\"maxConnections\":\"x\", maxConnections",
    "\"tier\":\"rented\", tier",
    "\"colour\":1, colour",
    "\"draining\":3, draining"
  })
  void aBadNodeIsRefusedByNameOfItsField(String member, String field) {
    HttpResponse<String> response = Admin.send("/api/nodes/bad", "PUT", NODE.formatted(member));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Fleet.json(response.body()).at("/error/param").asText()).isEqualTo(field);
    assertThat(Admin.get("/api/nodes/bad").statusCode()).isEqualTo(404);
  }

  @Test
  void changesApplyToTheRunningServer() {
    try (Fleet fleet = new Fleet()) {
      fleet.add("one", Fleet.quick(), 1);
      assertThat(Admin.send("/api/nodes/one", "PATCH", "{\"draining\":true}").statusCode())
          .isEqualTo(200);

      HttpResponse<String> response = Http.post("/v1/chat/completions", Http.chat("hi", false));

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(Fleet.json(response.body()).at("/error/code").asText())
          .isEqualTo("no_node_available");
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
      Admin.send("/api/nodes/one", "PATCH", "{\"draining\":false}");
      assertThat(Http.post("/v1/chat/completions", Http.chat("hi", false)).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void theServerEvaluatesItsAlertsByItself() {
    Fleet.await(
        "an evaluation",
        Duration.ofSeconds(60),
        () -> Fleet.json(Admin.get("/api/alerts").body()).hasNonNull("evaluated"));
    assertThat(Fleet.json(Admin.get("/api/alerts").body()).fieldNames())
        .toIterable()
        .containsExactly("evaluated", "firing", "pending", "resolved");
    assertThat(Http.get("/metrics").body())
        .contains("tidegate_outbox_oldest_seconds")
        .contains("tidegate_dead_letters")
        .contains("tidegate_warmup_overdue_seconds")
        .contains("outcome=\"dead\"");
  }

  private static Path server() {
    return Path.of(System.getProperty("tidegate.home"), "usr/servers/tidegate-it");
  }
}
