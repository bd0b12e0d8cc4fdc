package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the console is told of the server, as a program sees it. */
final class ConsoleFiguresIT extends DeployedEar {

  @Test
  void liveFiguresMoveWithTheCalls() {
    try (Fleet fleet = new Fleet()) {
      fleet.add("one", Fleet.quick(), 1);
      Fleet.await(
          "answers in the figures",
          Duration.ofSeconds(60),
          () -> {
            Http.post("/v1/chat/completions", Http.chat("figures " + System.nanoTime(), true));
            JsonNode now = Fleet.json(Admin.get("/api/now").body());
            return now.at("/requests/answered").asDouble() > 0
                && now.at("/firstToken/p50").asDouble() > 0
                && !now.at("/history/series/answered").isEmpty();
          });
      JsonNode now = Fleet.json(Admin.get("/api/now").body());
      assertThat(now.at("/limit/limit").asLong()).isPositive();
      assertThat(now.at("/nodes/usable").asLong()).isEqualTo(1);
      JsonNode node = Fleet.json(Admin.get("/api/nodes/one").body());
      assertThat(node.path("share").asDouble()).isPositive();
      assertThat(node.at("/limits/0/breaker").asText()).isEqualTo("closed");
    }
  }

  @Test
  void theStreamTellsEachSecond() throws Exception {
    HttpRequest request =
        Http.request("/api/now/events")
            .header("Cookie", Sessions.cookie(Sessions.signIn("onlooker", Sessions.PASSWORD)))
            .build();
    HttpResponse<Stream<String>> response =
        Http.CLIENT.send(request, HttpResponse.BodyHandlers.ofLines());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
    try (Stream<String> lines = response.body()) {
      Iterator<String> events = lines.filter(line -> line.startsWith("event: ")).iterator();
      assertThat(events.next()).isEqualTo("event: history");
      for (int i = 0; i < 3; i++) {
        assertThat(events.next()).isIn("event: now", "event: history");
      }
    }
  }

  @Test
  void refusalsAreListedWithTheirReason() {
    Http.post("/v1/chat/completions", "{\"model\":\"none-has-it\",\"messages\":[{}]}");

    JsonNode refused = Fleet.json(Admin.get("/api/queue").body()).path("refused");

    assertThat(refused).isNotEmpty();
    assertThat(refused.get(0).path("count").asLong()).isPositive();
    assertThat(refused.get(0).path("reason").asText()).isNotEmpty();
  }

  @Test
  void settingsAreToldWithTheirSourcesAndWithoutSecrets() {
    JsonNode settings = Fleet.json(Admin.get("/api/settings").body()).path("settings");
    JsonNode wait = named(settings, "tidegate.admission.max-wait");
    JsonNode url = named(settings, "tidegate.gateway.url");

    assertThat(wait.path("value").asText()).isEqualTo("PT3S");
    assertThat(wait.path("source").asText()).isEqualTo("server.xml");
    assertThat(wait.path("default").asText()).isNotEmpty().isNotEqualTo("PT3S");
    assertThat(url.path("source").asText()).isEqualTo("default");
    assertThat(named(settings, "tidegate.routing.max-attempts").path("source").asText())
        .isEqualTo("default");
    assertThat(named(settings, "tidegate.database.password").path("secret").asBoolean()).isTrue();
  }

  @Test
  void theClusterTellsItsVersion() {
    JsonNode cluster = Fleet.json(Admin.get("/api/cluster").body());

    assertThat(cluster.path("condition").asText()).isEqualTo("alone");
    assertThat(cluster.path("version").asText()).matches("\\d+\\..*");
  }

  @Test
  void aJobIsListedToAdministratorsAndCancelled() {
    try (Fleet fleet = new Fleet()) {
      fleet.add("one", Fleet.quick(), 1);
      JsonNode job =
          Fleet.json(Http.post("/api/jobs", Http.chat("a secret question", false)).body());
      String id = job.path("id").asText();

      HttpResponse<String> listed = Admin.get("/api/admin/jobs?limit=100");

      assertThat(listed.body()).contains(id).doesNotContain("a secret question");
      assertThat(Fleet.json(listed.body()).path("counts").isEmpty()).isFalse();
      HttpResponse<String> cancelled = Admin.send("/api/admin/jobs/" + id, "DELETE", null);
      assertThat(cancelled.statusCode()).isEqualTo(200);
      assertThat(Fleet.json(cancelled.body()).path("tenant").asText()).isNotEmpty();
    }
    assertThat(Admin.get("/api/admin/jobs?status=lost").statusCode()).isEqualTo(400);
    assertThat(Admin.get("/api/admin/batches?limit=0").statusCode()).isEqualTo(400);
  }

  private static JsonNode named(JsonNode settings, String name) {
    for (JsonNode one : settings) {
      if (one.path("name").asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError("no setting " + name);
  }
}
