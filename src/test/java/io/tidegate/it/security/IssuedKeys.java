package io.tidegate.it.security;

import static io.tidegate.it.security.SecuredServer.await;
import static io.tidegate.it.security.SecuredServer.basic;
import static io.tidegate.it.security.SecuredServer.bearer;
import static io.tidegate.it.security.SecuredServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;

/**
 * Keys of anna's that an administrator made, of which most are no good any more, or not for all.
 */
final class IssuedKeys {

  private static final String BOSS = basic("boss");

  final String good;
  final String revoked;
  final String expired;
  final String replaced;
  final String fromElsewhere;
  final String forFiles;
  final String forEmbeddings;

  /** Makes them, and returns once those that are to end have ended. */
  IssuedKeys(SecuredServer server) {
    good = secret(make(server, ""));
    fromElsewhere = secret(make(server, ",\"scope\":{\"networks\":[\"192.0.2.0/24\"]}"));
    forFiles = secret(make(server, ",\"scope\":{\"operations\":[\"files\"]}"));
    forEmbeddings = secret(make(server, ",\"scope\":{\"operations\":[\"embeddings\"]}"));
    expired = secret(make(server, ",\"expires\":\"" + Instant.now().plusSeconds(2) + "\""));
    JsonNode ended = make(server, "");
    revoked = secret(ended);
    act(server, ended, "revoke", null);
    JsonNode turned = make(server, "");
    replaced = secret(turned);
    act(server, turned, "rotate", "{\"overlap\":\"PT0S\"}");
    await("the end of a key", () -> models(server, expired) == 401);
    assertThat(models(server, good)).isEqualTo(200);
  }

  /** All secrets. */
  List<String> secrets() {
    return List.of(good, revoked, expired, replaced, fromElsewhere, forFiles, forEmbeddings);
  }

  private static int models(SecuredServer server, String key) {
    return server.call("GET", "/v1/models", bearer(key), null).statusCode();
  }

  private static JsonNode make(SecuredServer server, String members) {
    HttpResponse<String> made =
        server.call("POST", "/api/keys", BOSS, "{\"tenant\":\"anna\"" + members + "}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return json(made);
  }

  private static void act(SecuredServer server, JsonNode key, String act, String body) {
    String path = "/api/keys/" + key.path("id").asText() + "/" + act;
    HttpResponse<String> done = server.call("POST", path, BOSS, body);
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
  }

  private static String secret(JsonNode key) {
    return key.path("key").asText();
  }
}
