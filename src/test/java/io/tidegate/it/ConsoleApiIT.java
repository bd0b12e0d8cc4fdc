package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and who may do what, as a program sees it. */
final class ConsoleApiIT extends DeployedEar {

  @Test
  void aSessionBeginsLetsInAndEnds() {
    HttpResponse<String> begun = Sessions.signIn("onlooker", Sessions.PASSWORD);
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
                    .as("on this machine, without TLS")
                    .doesNotContain("Secure")
                    .contains("Path=/"));
    String cookie = Sessions.cookie(begun);

    assertThat(Sessions.send("/api/session", "GET", cookie).statusCode()).isEqualTo(200);
    assertThat(Sessions.send("/api/now", "GET", cookie).statusCode()).isEqualTo(200);
    assertThat(Sessions.send("/api/session", "DELETE", cookie).statusCode()).isEqualTo(204);
    assertThat(Sessions.send("/api/session", "GET", cookie).statusCode()).isEqualTo(401);
    assertThat(Sessions.send("/api/now", "GET", cookie).statusCode()).isEqualTo(401);
  }

  @Test
  void eachSignInIsASessionOfItsOwn() {
    String here = Sessions.cookie(Sessions.signIn("onlooker", Sessions.PASSWORD));
    String elsewhere = Sessions.cookie(Sessions.signIn("onlooker", Sessions.PASSWORD));

    assertThat(elsewhere).isNotEqualTo(here);
    assertThat(Sessions.send("/api/session", "DELETE", here).statusCode()).isEqualTo(204);
    assertThat(Sessions.send("/api/now", "GET", here).statusCode()).isEqualTo(401);
    assertThat(Sessions.send("/api/now", "GET", elsewhere).statusCode()).isEqualTo(200);
  }

  @Test
  void aSessionThatBeganOverTlsIsForTlsAlone() {
    assertThat(
            Sessions.signInByTls("onlooker", Sessions.PASSWORD).headers().allValues("Set-Cookie"))
        .filteredOn(cookie -> cookie.startsWith("tidegate="))
        .hasSize(1)
        .allSatisfy(cookie -> assertThat(cookie).contains("Secure", "HttpOnly", "SameSite=Strict"));
  }

  @ParameterizedTest
  @CsvSource({"mechanic, operator, true", "onlooker, viewer, false"})
  void rolesAreTold(String user, String role, boolean mayChange) {
    JsonNode session = Fleet.json(Sessions.signIn(user, Sessions.PASSWORD).body());

    assertThat(session.at("/roles/0").asText()).isEqualTo(role);
    assertThat(session.path("mayChange").asBoolean()).isEqualTo(mayChange);
  }

  @Test
  void aUserWithoutARoleIsNotLetIn() {
    HttpResponse<String> refused = Sessions.signIn("passer-by", Sessions.PASSWORD);

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
    String guessed = "guessed-" + System.nanoTime();
    for (int i = 0; i < 5; i++) {
      assertThat(Sessions.signIn(guessed, "wrong").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> slowed = Sessions.signIn(guessed, "wrong");

    assertThat(slowed.statusCode()).isEqualTo(429);
    assertThat(slowed.headers().firstValue("Retry-After")).isPresent();
    assertThat(Sessions.signIn("onlooker", Sessions.PASSWORD).statusCode())
        .as("others")
        .isEqualTo(200);
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
    String cookie = Sessions.cookie(Sessions.signIn("mechanic", Sessions.PASSWORD));
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
                Http.posting("/api/session", Sessions.credentials("onlooker", Sessions.PASSWORD)),
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
      assertThat(
              Sessions.send(path, "GET", Sessions.cookie(Sessions.signIn(user, Sessions.PASSWORD)))
                  .statusCode())
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
    String viewer = Sessions.cookie(Sessions.signIn("onlooker", Sessions.PASSWORD));
    String operator = Sessions.cookie(Sessions.signIn("mechanic", Sessions.PASSWORD));

    assertThat(Sessions.send(path, method, viewer).statusCode()).isEqualTo(403);
    assertThat(Sessions.send(path, method, operator).statusCode()).isEqualTo(status);
  }

  @Test
  void thePageIsServedUnderAStrictPolicy() {
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
}
