package io.tidegate.it.security;

import static io.tidegate.it.security.SecuredServer.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What each operation answers to everybody, by its exact status. The operations are those of the
 * server's OpenAPI document; {@code access.txt} says of each whom it is for, and what those get.
 */
abstract class AccessLaws {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  /** What every operation of the calls takes for a question, of a model that no node has. */
  private static final String QUESTION =
      """
      {"model":"none-such","max_tokens":9,"input":"x","prompt":"x",
      "messages":[{"role":"user","content":"x"}]}
      """;

  private static SecuredServer server;

  @BeforeAll
  static void isAsked() {
    server = SecurityIT.server();
  }

  @Test
  void eachOperationAnswersEverybodyAsItShould() throws IOException {
    Map<String, AccessRow> rows = AccessRow.read("");
    assertThat(operations())
        .as("operations of the API and rows of access.txt")
        .isEqualTo(rows.keySet());

    rows.putAll(AccessRow.read("~ "));
    List<String> wrong = new ArrayList<>();
    for (AccessRow row : rows.values()) {
      for (Visitor who : Visitor.values()) {
        int expected = row.expected(who);
        int status = ask(row, who);
        if (status != expected) {
          wrong.add(row.operation() + " as " + who + ": " + status + " and not " + expected);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void aTokenBeginsNoSession() {
    String token = bearer(server.tokens.good("\"tenant\":\"anna\",\"groups\":[\"admin\"]"));
    for (String path : List.of("/v1/models", "/api/nodes")) {
      var answer = server.call("GET", path, token, null);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().allValues("Set-Cookie")).as(path).isEmpty();
    }
  }

  @Test
  void aBadTokenIsRefusedInTheFormOfTheDialect() {
    String bad = Visitor.EXPIRED_TOKEN.authorization(server);

    assertThat(server.call("POST", "/v1/chat/completions", bad, "{}").body())
        .contains("\"code\":\"invalid_api_key\"");
    assertThat(server.call("POST", "/v1/messages", bad, "{}").body())
        .contains("\"type\":\"authentication_error\"");
  }

  private static int ask(AccessRow row, Visitor who) {
    String[] words = row.operation().split(" ", 2);
    String path = words[1].replaceAll("\\{[^/]+}", "none-such");
    boolean empty = words[0].equals("GET") || words[0].equals("DELETE");
    // Whether a key is good for a call is asked once it is known to be one.
    boolean call = row.status() == 400 && row.expected(who) == 403;
    if (call && empty) {
      path += "?model=none-such&q=x";
    }
    String body = empty ? null : call ? QUESTION : "{}";
    return server.status(server.request(words[0], path, who.authorization(server), body).build());
  }

  private static Set<String> operations() {
    JsonNode api = SecuredServer.json(server.call("GET", "/openapi?format=JSON", null, null));
    Set<String> operations = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> {
                if (METHODS.contains(method)) {
                  operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
              });
    }
    return operations;
  }
}
