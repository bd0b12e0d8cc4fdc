package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console asks of the server, as a program would: signing in, roles, live figures. */
final class ConsoleApiIT extends DeployedEar {

  private static final String PASSWORD = "only-for-tests";

  @Test
  void aSessionBeginsLetsInAndEnds() {
    HttpResponse<String> begun = signIn("onlooker", PASSWORD);
    assertThat(begun.statusCode()).isEqualTo(200);
    assertThat(Fleet.json(begun.body()).path("user").asText()).isEqualTo("onlooker");
    assertThat(Fleet.json(begun.body()).at("/roles/0").asText()).isEqualTo("viewer");
    assertThat(Fleet.json(begun.body()).path("mayChange").asBoolean()).isFalse();
    assertThat(begun.headers().allValues("Set-Cookie"))
        .filteredOn(cookie -> cookie.startsWith("tidegate="))
        .hasSize(1)
        .allSatisfy(
            cookie ->
                assertThat(cookie)
                    .contains("HttpOnly")
                    .contains("SameSite=Strict")
                    .contains("Secure")
                    .contains("Path=/"));
    String cookie = cookie(begun);

    assertThat(send("/api/session", "GET", cookie).statusCode()).isEqualTo(200);
    assertThat(send("/api/now", "GET", cookie).statusCode()).isEqualTo(200);
    assertThat(send("/api/session", "DELETE", cookie).statusCode()).isEqualTo(204);
    assertThat(send("/api/session", "GET", cookie).statusCode()).isEqualTo(401);
    assertThat(send("/api/now", "GET", cookie).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"mechanic, operator, true", "onlooker, viewer, false"})
  void rolesAreTold(String user, String role, boolean mayChange) {
    JsonNode session = Fleet.json(signIn(user, PASSWORD).body());

    assertThat(session.at("/roles/0").asText()).isEqualTo(role);
    assertThat(session.path("mayChange").asBoolean()).isEqualTo(mayChange);
  }

  @Test
  void aUserWithoutARoleIsNotLetIn() {
    HttpResponse<String> refused = signIn("passer-by", PASSWORD);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(Fleet.json(refused.body()).at("/error/code").asText()).isEqualTo("forbidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense|400|invalid_json",
        "[]|400|invalid_json",
        "{\"user\":\"onlooker\"}|400|missing_required_parameter",
        "{\"user\":\"\",\"password\":\"x\"}|400|invalid_value",
        "{\"user\":7,\"password\":\"x\"}|400|invalid_value",
        "{\"user\":\"nobody\",\"password\":\"x\"}|401|invalid_api_key"
      })
  void badSignInsAreToldApart(String body, int status, String code) {
    HttpResponse<String> refused = Http.post("/api/session", body);

    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(Fleet.json(refused.body()).at("/error/code").asText()).isEqualTo(code);
    assertThat(refused.headers().allValues("Set-Cookie"))
        .noneMatch(cookie -> cookie.startsWith("tidegate=") && cookie.length() > 60);
  }

  @Test
  void whoGuessesIsSlowed() {
    for (int i = 0; i < 5; i++) {
      assertThat(signIn("guessed", "wrong").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> slowed = signIn("guessed", "wrong");

    assertThat(slowed.statusCode()).isEqualTo(429);
    assertThat(slowed.headers().firstValue("Retry-After")).isPresent();
    assertThat(signIn("onlooker", PASSWORD).statusCode()).as("others").isEqualTo(200);
  }

  @Test
  void aScriptIsNeverAskedForAPasswordAndAProgramIs() {
    for (String path : new String[] {"/api/nodes", "/api/now", "/api/queue", "/api/cache"}) {
      HttpResponse<String> program = Http.get(path);
      assertThat(program.statusCode()).as(path).isEqualTo(401);
      assertThat(program.headers().firstValue("WWW-Authenticate")).as(path).isPresent();
      HttpResponse<String> console =
          Http.send(Http.request(path).header("X-Tidegate-Console", "1").build());
      assertThat(console.statusCode()).as(path).isEqualTo(401);
      assertThat(console.headers().firstValue("WWW-Authenticate")).as(path).isEmpty();
      HttpResponse<String> stream =
          Http.send(Http.request(path).header("Sec-Fetch-Dest", "empty").build());
      assertThat(stream.headers().firstValue("WWW-Authenticate")).as(path).isEmpty();
    }
    assertThat(Http.get("/api/session").statusCode()).isEqualTo(401);
    assertThat(
            Http.send(Http.request("/api/session").header("X-Tidegate-Console", "1").build())
                .statusCode())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, same-origin, 200",
    "Origin, https://evil.example, 403",
    "Origin, null, 403",
    "Origin, http://127.0.0.1:9180, 200"
  })
  void aSessionChangesNothingForPagesOfOtherSites(String header, String value, int status) {
    String cookie = cookie(signIn("mechanic", PASSWORD));
    HttpRequest change =
        Http.request("/api/cache?model=nobody-serves-it")
            .header("Cookie", cookie)
            .header(header, value)
            .DELETE()
            .build();

    assertThat(Http.send(change).statusCode()).isEqualTo(status);
  }

  @Test
  void noOtherSiteSignsAnybodyIn() {
    HttpRequest foreign =
        HttpRequest.newBuilder(
                Http.posting("/api/session", credentials("onlooker", PASSWORD)),
                (name, value) -> true)
            .header("Sec-Fetch-Site", "cross-site")
            .build();

    assertThat(Http.send(foreign).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/now",
        "/api/nodes",
        "/api/queue",
        "/api/settings",
        "/api/cluster",
        "/api/cache",
        "/api/warmup",
        "/api/alerts",
        "/api/scaling",
        "/api/balancing",
        "/api/admission",
        "/api/admin/jobs",
        "/api/admin/batches",
        "/api/dead-letters",
        "/api/admin/webhooks"
      })
  void threeRolesMayLookAndNobodyElse(String path) {
    assertThat(Http.get(path).statusCode()).isEqualTo(401);
    for (String user : new String[] {"onlooker", "mechanic"}) {
      assertThat(send(path, "GET", cookie(signIn(user, PASSWORD))).statusCode())
          .as(user)
          .isEqualTo(200);
    }
    assertThat(Admin.get(path).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, /api/nodes/none, 404",
    "DELETE, /api/nodes/none, 404",
    "PUT, /api/balancing, 400",
    "DELETE, /api/cache/xyz, 400",
    "DELETE, /api/warmup, 200",
    "DELETE, /api/admin/jobs/job_none, 404",
    "POST, /api/admin/jobs/job_none/retry, 404",
    "DELETE, /api/admin/batches/batch_none, 404",
    "DELETE, /api/admin/webhooks/dead, 200"
  })
  void operatorsMayChangeWhatViewersMayNot(String method, String path, int status) {
    String viewer = cookie(signIn("onlooker", PASSWORD));
    String operator = cookie(signIn("mechanic", PASSWORD));

    assertThat(send(path, method, viewer).statusCode()).isEqualTo(403);
    assertThat(send(path, method, operator).statusCode()).isEqualTo(status);
  }

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
                && now.at("/tokens/output").asDouble() > 0
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
            .header("Cookie", cookie(signIn("onlooker", PASSWORD)))
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

  @Test
  void thePageIsServedUnderAStrictPolicy() throws IOException {
    HttpResponse<String> page = Http.get("/");
    String tag = page.headers().firstValue("ETag").orElseThrow();

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe"));
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(Http.send(Http.request("/").header("If-None-Match", tag).build()).statusCode())
        .isEqualTo(304);
    assertThat(
            Http.send(Http.request("/").header("Accept-Encoding", "gzip").build())
                .headers()
                .firstValue("Content-Encoding"))
        .contains("gzip");
    assertThat(Http.get("/console/none.js").statusCode()).isEqualTo(404);
    assertThat(Http.get("/console/%2e%2e/WEB-INF/web.xml").statusCode()).isNotEqualTo(200);
  }

  private static JsonNode named(JsonNode settings, String name) {
    for (JsonNode one : settings) {
      if (one.path("name").asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError("no setting " + name);
  }

  private static HttpResponse<String> signIn(String user, String password) {
    return Http.post("/api/session", credentials(user, password));
  }

  private static String credentials(String user, String password) {
    return "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
  }

  /** The session's cookie as a browser sends it back. */
  private static String cookie(HttpResponse<String> begun) {
    return begun.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith("tidegate="))
        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
        .findFirst()
        .orElseThrow();
  }

  private static HttpResponse<String> send(String path, String method, String cookie) {
    return Http.send(
        Http.request(path)
            .header("Cookie", cookie)
            .header("Content-Type", "application/json")
            .method(
                method,
                method.equals("GET") || method.equals("DELETE")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString("{}"))
            .build());
  }
}
