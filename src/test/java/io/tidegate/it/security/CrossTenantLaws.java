package io.tidegate.it.security;

import static io.tidegate.it.security.Belongings.batchOf;
import static io.tidegate.it.security.SecuredServer.ANNAS_KEY;
import static io.tidegate.it.security.SecuredServer.BENS_KEY;
import static io.tidegate.it.security.SecuredServer.await;
import static io.tidegate.it.security.SecuredServer.bearer;
import static io.tidegate.it.security.SecuredServer.chat;
import static io.tidegate.it.security.SecuredServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tenant has is to another one as if it never was: the same status, the same body. */
abstract class CrossTenantLaws {

  private static final String ANNA = bearer(ANNAS_KEY);
  private static final String BEN = bearer(BENS_KEY);
  private static final String CHAT = "/v1/chat/completions";

  private static SecuredServer server;
  private static Belongings annas;

  @BeforeAll
  static void annaHasOneOfEach() {
    server = SecurityIT.server();
    annas = new Belongings(server, "the-same-key");
  }

  @ParameterizedTest
  @CsvSource({
    "job, GET, /api/jobs/%s",
    "job, GET, /api/jobs/%s/result",
    "job, GET, /api/jobs/%s/events",
    "job, DELETE, /api/jobs/%s",
    "job, GET, /api/jobs?after=%s",
    "file, GET, /v1/files/%s",
    "file, GET, /v1/files/%s/content",
    "file, DELETE, /v1/files/%s",
    "file, GET, /v1/files?after=%s",
    "batch, GET, /v1/batches/%s",
    "batch, POST, /v1/batches/%s/cancel",
    "batch, GET, /v1/batches?after=%s",
    "event, POST, /api/webhooks/%s/retry",
    "event, GET, /api/webhooks?after=%s"
  })
  void whatIsAnothersIsAsIfItNeverWas(String kind, String method, String path) {
    String told = told(method, path, annas.id(kind));

    assertThat(told).isEqualTo(told(method, path, annas.nobodys(kind))).doesNotContain("anna");
    // Nothing was done by asking.
    assertThat(annas.get("/api/jobs/" + annas.job).path("status").asText()).isEqualTo("completed");
    assertThat(annas.get("/v1/files/" + annas.file).path("id").asText()).isEqualTo(annas.file);
    assertThat(annas.get("/v1/batches/" + annas.batch).path("status").asText())
        .isEqualTo("completed");
  }

  /** What is told but for what was asked for, and the request's own id. */
  private static String without(String told, String id) {
    return told.replace(id, "ID").replaceAll("req_[0-9a-f]+", "REQUEST");
  }

  /** What ben is told of {@code id}, without it. */
  private static String told(String method, String path, String id) {
    HttpResponse<String> response = server.call(method, path.formatted(id), BEN, null);
    return response.statusCode()
        + " "
        + response.headers().firstValue("Content-Type").orElse("")
        + " "
        + without(response.body(), id);
  }

  @Test
  void aBatchIsMadeOfAFileOfAnothersAsLittleAsOfNone() {
    HttpResponse<String> hers = server.call("POST", "/v1/batches", BEN, batchOf(annas.file));
    String none = annas.nobodys("file");
    HttpResponse<String> nobodys = server.call("POST", "/v1/batches", BEN, batchOf(none));

    assertThat(hers.statusCode()).isEqualTo(nobodys.statusCode()).isBetween(400, 404);
    assertThat(without(hers.body(), annas.file)).isEqualTo(without(nobodys.body(), none));
  }

  @ParameterizedTest
  @CsvSource({"/api/jobs", "/v1/files", "/v1/batches", "/api/webhooks"})
  void nothingOfAnothersIsListed(String path) {
    assertThat(annas.get(path).path("data")).isNotEmpty();
    assertThat(json(server.call("GET", path, BEN, null)).path("data"))
        .noneMatch(
            item -> item.toString().contains(annas.job) || item.toString().contains(annas.file))
        .noneMatch(item -> item.path("id").asText().equals(annas.batch));
  }

  @ParameterizedTest
  @CsvSource({"/v1/usage?tenant=%s", "/v1/usage?group=tenant&tenant=%s", "/api/self?tenant=%s"})
  void whatAnotherUsesIsToldToNobodyElse(String path) {
    server.call("POST", CHAT, ANNA, chat("used by anna", false));

    assertThat(told("GET", path, "anna"))
        .isEqualTo(told("GET", path, "none"))
        .startsWith("200 ")
        .doesNotContain("anna");
  }

  @Test
  void theSameIdempotencyKeyOfAnotherIsAnotherJob() {
    HttpRequest asked =
        server
            .request("POST", "/api/jobs", BEN, chat("a job of ben's", false))
            .header("Idempotency-Key", "the-same-key")
            .build();

    HttpResponse<String> taken = server.call(asked);

    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
    assertThat(json(taken).path("id").asText()).isNotEqualTo(annas.job);
  }

  @Test
  void aKnownAnswerIsKnownToItsTenantAlone() {
    String question =
        chat("a question that anna asked before", false).replaceFirst("\\{", "{\"temperature\":0,");
    server.call("POST", CHAT, ANNA, question);
    assertThat(cacheStatus(server.call("POST", CHAT, ANNA, question))).contains("hit");
    int asked = server.node.asked();

    HttpResponse<String> bens = server.call("POST", CHAT, BEN, question);

    assertThat(cacheStatus(bens)).doesNotContain("hit");
    assertThat(server.node.asked()).isEqualTo(asked + 1);
  }

  private static String cacheStatus(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.headers().firstValue("Cache-Status").orElse("");
  }

  @Test
  void nobodyFollowsTheFlightOfAnother() {
    // Jobs and batches of others come to the node, too.
    String question = "asked by both at once";
    server.node.hold(question);
    var hers = server.callLater("POST", CHAT, ANNA, chat(question, false));
    await("anna's question", () -> server.node.held() == 1);

    var his = server.callLater("POST", CHAT, BEN, chat(question, false));

    await("ben's question", () -> server.node.held() == 2);
    server.node.release();
    assertThat(hers.join().statusCode()).isEqualTo(200);
    assertThat(his.join().statusCode()).isEqualTo(200);
  }
}
