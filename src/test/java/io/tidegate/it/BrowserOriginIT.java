package io.tidegate.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpServer;
import io.tidegate.it.browser.Chromium;
import io.tidegate.it.browser.Look;
import io.tidegate.it.browser.Page;
import io.tidegate.simulator.SimulatedAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of other origins, in a real browser; {@code it.xml} allows one of them. */
final class BrowserOriginIT extends DeployedEar {

  /** As in {@code it.xml}. */
  private static final int ALLOWED_PORT = 9189;

  private static final String ALLOWED = "http://localhost:" + ALLOWED_PORT;
  private static final String API = "http://localhost:9180/v1/chat/completions";

  /** Reads an answer piece by piece, as applications show it. */
  private static final String FETCH =
      """
      (async () => {
        try {
          const response = await fetch(%s, {method: 'POST', body: %s,
            headers: {'Content-Type': 'application/json', 'X-Stainless-Timeout': '60'}});
          const reader = response.body.getReader();
          const decoder = new TextDecoder();
          let text = '';
          let pieces = 0;
          for (;;) {
            const {done, value} = await reader.read();
            if (done) break;
            pieces++;
            text += decoder.decode(value, {stream: true});
          }
          const header = name => response.headers.get(name);
          return {status: response.status, text, pieces, id: header('x-request-id'),
            node: header('x-tidegate-node'), cache: header('cache-status')};
        } catch (refused) {
          return {error: refused.name};
        }
      })()
      """;

  private static Chromium chromium;
  private static HttpServer allowed;
  private static HttpServer other;

  private Fleet fleet;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Chromium.installed(), "chromium is not installed");
    allowed = site(ALLOWED_PORT);
    other = site(0);
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
    for (HttpServer site : new HttpServer[] {allowed, other}) {
      if (site != null) {
        site.stop(0);
      }
    }
  }

  private static HttpServer site(int port) throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    byte[] html = "<!doctype html><title>An application</title>".getBytes(UTF_8);
    site.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, html.length);
          exchange.getResponseBody().write(html);
          exchange.close();
        });
    site.start();
    return site;
  }

  @BeforeEach
  void openFleet() {
    fleet = new Fleet();
    fleet.add("one", Fleet.quick().withTimePerToken(Duration.ofMillis(20)), 1);
  }

  @AfterEach
  void closeFleet() {
    fleet.close();
  }

  private static Page page(HttpServer site) {
    URI address = URI.create("http://localhost:" + site.getAddress().getPort() + "/");
    Page page = chromium.open(address, Look.DESK);
    page.go("/");
    return page;
  }

  private static JsonNode fetch(Page page, String address, String body) {
    return page.value(FETCH.formatted(TextNode.valueOf(address), TextNode.valueOf(body)));
  }

  @Test
  void aPageOfAnAllowedOriginStreamsAChat() {
    JsonNode answer = fetch(page(allowed), API, Http.chat("Who may ask?", true));

    assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
    assertThat(EventText.content(answer.path("text").asText()))
        .isEqualTo(SimulatedAnswer.text("Who may ask?", 12));
    assertThat(answer.path("pieces").asInt()).isGreaterThan(1);
    assertThat(answer.path("id").asText("")).isNotEmpty();
    assertThat(answer.path("node").asText("")).isEqualTo("one");
  }

  @Test
  void aPageOfAnotherOriginGetsNothingAndAsksNoNode() {
    JsonNode answer = fetch(page(other), API, Http.chat("May I?", true));

    assertThat(answer.path("error").asText("")).as(answer.toString()).isEqualTo("TypeError");
    assertThat(fleet.started("one")).isZero();
  }

  @Test
  void anAllowedPageReadsWhyItIsRefused() {
    Page page = page(allowed);

    JsonNode broken = fetch(page, API, "nonsense");
    JsonNode lost = fetch(page, "http://localhost:9180/v1/nothing", "{}");

    assertThat(broken.path("status").asInt()).as(broken.toString()).isEqualTo(400);
    assertThat(Fleet.json(broken.path("text").asText()).at("/error/code").asText())
        .isEqualTo("invalid_json");
    assertThat(lost.path("status").asInt()).as(lost.toString()).isEqualTo(404);
    assertThat(lost.path("id").asText("")).isNotEmpty();
  }

  @Test
  void anAllowedPageReadsAnAnswerThatIsKnown() {
    Page page = page(allowed);
    String question =
        Http.chat("Known to pages " + System.nanoTime(), false)
            .replaceFirst("\\{", "{\"temperature\": 0, ");

    JsonNode first = fetch(page, API, question);
    JsonNode second = fetch(page, API, question);

    assertThat(first.path("status").asInt()).as(first.toString()).isEqualTo(200);
    assertThat(second.path("cache").asText("")).contains("hit");
    assertThat(fleet.started("one")).isEqualTo(1);
  }

  @Test
  void aPreflightNeedsNoKeyAndARefusalSaysWhoMayReadIt() {
    // Whoever comes by a proxy is not of this machine, and would need a key.
    HttpResponse<String> preflight =
        Http.send(
            request("OPTIONS", ALLOWED)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization")
                .header("X-Forwarded-For", "203.0.113.9")
                .build());
    HttpResponse<String> refused =
        Http.send(request("POST", ALLOWED).header("X-Forwarded-For", "203.0.113.9").build());

    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
        .hasValue("authorization");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).hasValue(ALLOWED);
  }

  @Test
  void whatNodesSayOfOriginsReachesNobody() {
    HttpResponse<String> answer = Http.send(request("POST", "http://localhost:9188").build());
    HttpResponse<String> own = Http.send(request("POST", ALLOWED).build());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    assertThat(own.headers().allValues("Access-Control-Allow-Origin")).containsExactly(ALLOWED);
    assertThat(own.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void theConsolesApiIsForItsOwnPagesAlone() {
    HttpResponse<String> now =
        Http.send(Http.request("/api/now").header("Origin", ALLOWED).GET().build());

    assertThat(now.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  /** Of a page of {@code origin}; where nothing else is said it asks a new question. */
  private static HttpRequest.Builder request(String method, String origin) {
    String body = method.equals("POST") ? Http.chat("Asked " + System.nanoTime(), false) : "";
    return Http.request("/v1/chat/completions")
        .header("Origin", origin)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body));
  }
}
