package io.tidegate.it.security;

import static io.tidegate.it.security.SecuredServer.ANNAS_KEY;
import static io.tidegate.it.security.SecuredServer.BENS_KEY;
import static io.tidegate.it.security.SecuredServer.NODES_KEY;
import static io.tidegate.it.security.SecuredServer.PASSWORD;
import static io.tidegate.it.security.SecuredServer.await;
import static io.tidegate.it.security.SecuredServer.basic;
import static io.tidegate.it.security.SecuredServer.bearer;
import static io.tidegate.it.security.SecuredServer.chat;
import static io.tidegate.it.security.SecuredServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.testing.LiveFiles;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing that is secret is written down or told: after calls of every kind with marked secrets,
 * all that the server wrote and all that it tells administrators is searched for the marks. What
 * traces tell is searched by {@code TracesIT}, and what a database without a key holds by the tests
 * of the rooms that store.
 */
abstract class SecretLaws {

  private static final String PROMPT = "marked-prompt-7f3a";
  private static final String WRONG_KEY = "marked-key-of-nobody-0a0a";
  private static final String WRONG_PASSWORD = "marked-password-of-nobody-3b3b";
  private static final String HOOK = "marked-hook-2c2c";
  private static final List<String> MARKS =
      List.of(
          PROMPT,
          SecurityIT.ANSWER,
          ANNAS_KEY,
          BENS_KEY,
          NODES_KEY,
          PASSWORD,
          WRONG_KEY,
          WRONG_PASSWORD,
          SecuredServer.WEBHOOK_SECRET,
          SecuredServer.STORAGE_KEY,
          SecuredServer.SECRET_OF_KEYS,
          basic("boss").substring("Basic ".length()));

  /** The server's own configuration, which holds the passwords that it was given. */
  private static final List<String> GIVEN = List.of("configDropins", "workarea", "apps");

  private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{8}");

  private static final String ANNA = bearer(ANNAS_KEY);

  private static SecuredServer server;
  private static String token;
  private static String job;

  @BeforeAll
  static void callsOfEveryKind() {
    server = SecurityIT.server();
    token = server.tokens.good("\"tenant\":\"anna\"");
    calls();
    refusals();
    job = submitted(PROMPT);
    String refused = submitted(PROMPT + " refuse");
    String broken = submitted(PROMPT + " break");
    String batch = batch();
    for (String each : List.of(job, refused, broken)) {
      await("the end of a job", () -> ended(anna("/api/jobs/" + each)));
    }
    await("the end of the batch", () -> ended(anna("/v1/batches/" + batch)));
    await("webhooks", () -> anna("/api/webhooks").path("data").size() >= 2);
  }

  private static void calls() {
    String[] paths = {"/v1/chat/completions", "/v1/messages", "/v1/responses", "/api/compute"};
    for (String path : paths) {
      for (String question : List.of(PROMPT, PROMPT + " refuse", PROMPT + " break")) {
        for (boolean stream : new boolean[] {false, true}) {
          server.call("POST", path, ANNA, body(path, question, stream));
        }
      }
    }
    server.call("POST", paths[0], bearer(token), chat(PROMPT + " by token", false));
    server.call("GET", "/api/compute?q=" + PROMPT + "&model=" + MarkedNode.MODEL, ANNA, null);
  }

  private static String body(String path, String question, boolean stream) {
    return switch (path) {
      case "/v1/messages" ->
          chat(question, stream).replace("{\"model\"", "{\"max_tokens\":9,\"model\"");
      case "/v1/responses", "/api/compute" ->
          "{\"model\":\"%s\",\"stream\":%s,\"input\":\"%s\"}"
              .formatted(MarkedNode.MODEL, stream, question);
      default -> chat(question, stream);
    };
  }

  /** What the gateway itself says no to must not say back what it was told. */
  private static void refusals() {
    List<HttpResponse<String>> refused = new ArrayList<>();
    String good = chat(PROMPT, false);
    for (String bad :
        List.of(
            good.substring(0, good.length() - 2),
            "[\"" + PROMPT + "\"]",
            good.replace("[{", "[\"" + PROMPT + "\",{"),
            good.replace("\"stream\":false", "\"stream\":\"" + PROMPT + "\""))) {
      refused.add(server.call("POST", "/v1/chat/completions", ANNA, bad));
      refused.add(server.call("POST", "/api/jobs", ANNA, bad));
    }
    refused.add(server.call("POST", "/v1/chat/completions", bearer(WRONG_KEY), good));
    refused.add(
        server.call(
            "POST",
            "/v1/chat/completions",
            bearer(server.tokens.forged("\"tenant\":\"anna\"")),
            good));
    refused.add(server.call("GET", "/api/nodes", basic("boss", WRONG_PASSWORD), null));
    refused.add(server.call("POST", "/api/session", null, credentials(WRONG_PASSWORD)));
    refused.add(server.call("PUT", "/api/nodes/x", basic("boss"), "{\"" + PROMPT + "\":1}"));
    assertThat(refused).allMatch(response -> response.statusCode() >= 400);
    assertThat(refused.subList(0, refused.size() - 1))
        .allSatisfy(response -> assertThat(marksIn(response.body())).isEmpty());
    assertThat(server.call("POST", "/api/session", null, credentials(PASSWORD)).statusCode())
        .isLessThan(300);
  }

  private static String credentials(String password) {
    return "{\"user\":\"boss\",\"password\":\"" + password + "\"}";
  }

  private static String submitted(String question) {
    HttpRequest request =
        server
            .request("POST", "/api/jobs", ANNA, chat(question, false))
            .header("x-tidegate-webhook", server.node.url() + "/" + HOOK)
            .build();
    HttpResponse<String> response = server.call(request);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return json(response).path("id").asText();
  }

  private static String batch() {
    String line =
        "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":%s}\n";
    String file =
        server.upload(
            ANNA,
            line.formatted("good", chat(PROMPT, false))
                + line.formatted("bad", chat(PROMPT + " refuse", false)));
    String batch =
        "{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}";
    return json(server.call("POST", "/v1/batches", ANNA, batch.formatted(file)))
        .path("id")
        .asText();
  }

  private static JsonNode anna(String path) {
    return json(server.call("GET", path, ANNA, null));
  }

  private static boolean ended(JsonNode work) {
    return List.of("completed", "failed", "expired").contains(work.path("status").asText());
  }

  @Test
  void theTenantGetsItsOwn() {
    HttpResponse<String> result = server.call("GET", "/api/jobs/" + job + "/result", ANNA, null);

    assertThat(result.body()).contains(SecurityIT.ANSWER);
  }

  @Test
  void noFileThatTheServerWroteHoldsAMark() {
    List<String> found = new ArrayList<>();
    boolean whole = false;
    for (Path file : LiveFiles.under(server.directory())) {
      if (isWritten(file)) {
        String content = LiveFiles.content(file);
        // It is found by what must be there: the search sees what the database holds.
        whole |= content.contains(job);
        marksIn(content).forEach(mark -> found.add(file + ": " + mark));
      }
    }
    assertThat(found).isEmpty();
    assertThat(whole).as("a file of the database was searched").isTrue();
    assertThat(server.directory().resolve("logs/http_access.log"))
        .content()
        .contains("/v1/chat/completions", "/api/compute");
  }

  /** In those of first failures and in the trace one may be, as {@code docs/jwt.md} says. */
  @Test
  void noRefusedTokenIsInTheLogsThatAreReadEveryDay() {
    Path logs = server.directory().resolve("logs");
    assertThat(logs.resolve("ffdc")).isNotEmptyDirectory();
    for (Path log :
        List.of(
            logs.resolve("messages.log"),
            logs.resolve("http_access.log"),
            server.directory().resolve("run.log"))) {
      assertThat(LiveFiles.content(log))
          .as(log.toString())
          .isNotEmpty()
          .doesNotContainPattern(TOKEN);
    }
  }

  private static boolean isWritten(Path file) {
    return !GIVEN.contains(server.directory().relativize(file).getName(0).toString());
  }

  @Test
  void neitherDoesItsWorkAreaHoldAPromptOrAnAnswer() {
    assertThat(LiveFiles.under(server.directory().resolve("workarea")))
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(marksIn(LiveFiles.content(file)))
                    .as(file.toString())
                    .doesNotContain(PROMPT, SecurityIT.ANSWER));
  }

  @Test
  void nothingThatAdministratorsAreToldHoldsAMark() {
    List<String> paths = new ArrayList<>(List.of("/", "/metrics", "/health", "/openapi"));
    JsonNode api = json(server.call("GET", "/openapi?format=JSON", null, null));
    for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
      boolean whole = !path.getKey().contains("{") && !path.getKey().endsWith("/events");
      if (path.getValue().has("get") && whole && path.getKey().startsWith("/api/")) {
        paths.add(path.getKey());
      }
    }
    paths.add("/api/admin/jobs?limit=100");
    paths.add("/api/nodes/one");
    assertThat(paths).contains("/api/settings", "/api/admin/webhooks", "/api/dead-letters");
    for (String path : paths) {
      HttpResponse<String> told = server.call("GET", path, basic("boss"), null);
      assertThat(marksIn(told.body())).as(path).isEmpty();
      assertThat(told.body()).as(path).doesNotContain(HOOK);
    }
    assertThat(server.call("GET", "/api/admin/jobs", basic("boss"), null).body()).contains(job);
  }

  private static List<String> marksIn(String text) {
    return Stream.of(
            MARKS.stream(),
            server.keys().secrets().stream(),
            Stream.ofNullable(token).map(SecretLaws::signature))
        .flatMap(marks -> marks)
        .filter(text::contains)
        .toList();
  }

  /** What makes a token one that lets in. */
  private static String signature(String jwt) {
    return jwt.substring(jwt.lastIndexOf('.') + 1);
  }
}
