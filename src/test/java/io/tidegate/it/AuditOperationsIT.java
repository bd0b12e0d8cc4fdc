package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Each operation of the API's own document by which a user of the server changes something leaves
 * an entry: who, what, from where, how it was before and is since. None is missing here.
 */
final class AuditOperationsIT extends OneNode {

  /** What an entry has to say: that there is something, that there was nothing, or either. */
  private enum Said {
    SOMETHING,
    NOTHING,
    EITHER;

    void check(JsonNode state, String what) {
      boolean said = !state.isMissingNode() && !state.isNull();
      assertThat(said).as(what).isIn(this == EITHER ? said : this == SOMETHING);
    }
  }

  private record Act(HttpResponse<String> response, Said before, Said after) {}

  private static final String SECRET = "sk-marked-for-the-audit";
  private static final String NODE =
      "{\"url\":\"http://127.0.0.1:9/v1\",\"models\":[\"m\"],\"apiKey\":\"" + SECRET + "\"}";
  private static final String SOON = "{\"reason\":\"for the audit\",\"for\":\"PT30M\"}";
  private static final String EXPERIMENT =
      "{\"setting\":\"tidegate.balancing.strategy\",\"a\":\"round-robin\","
          + "\"b\":\"least-outstanding-tokens\",\"for\":\"PT1H\","
          + "\"bounds\":{\"failureShare\":1,\"firstContent\":100}}";
  private static final String REHEARSAL =
      "{\"trace\":{\"rate\":20,\"seconds\":30,\"prompt_tokens\":800,\"answer_tokens\":"
          + "{\"median\":100,\"p95\":400}},\"nodes\":[{\"name\":\"gpu1\"},{\"name\":\"gpu2\"}],"
          + "\"variants\":[{\"name\":\"as now\"},{\"name\":\"one less\",\"without\":[\"gpu2\"]}],"
          + "\"seed\":1}";

  private final Map<String, Act> acts = new LinkedHashMap<>();

  private JsonNode act(String operation, String request, String body, Said before, Said after) {
    int gap = request.indexOf(' ');
    HttpResponse<String> response =
        Admin.send(request.substring(gap + 1), request.substring(0, gap), body);
    acts.put(operation, new Act(response, before, after));
    return response.body().startsWith("{") ? Fleet.json(response.body()) : null;
  }

  @Test
  void eachOperationThatChangesSomethingLeavesAnEntryWithBeforeAndAfter() {
    String secret = doAll();

    assertThat(acts.keySet()).containsAll(changing());
    Map<String, JsonNode> entries = entries();
    acts.forEach(
        (operation, act) -> {
          String request = act.response().headers().firstValue("x-request-id").orElseThrow();
          JsonNode entry = entries.get(request);
          assertThat(entry).as("%s: %s", operation, act.response().body()).isNotNull();
          assertThat(entry.path("operation").asText()).isEqualTo(operation);
          assertThat(entry.path("actor").asText()).as(operation).isEqualTo("admin");
          assertThat(entry.path("role").asText()).as(operation).isEqualTo("admin");
          assertThat(entry.path("address").asText()).as(operation).isEqualTo("127.0.0.1");
          assertThat(entry.path("path").asText()).as(operation).startsWith("/api/");
          assertThat(entry.path("status").asInt())
              .as(operation)
              .isEqualTo(act.response().statusCode());
          act.before().check(entry.path("before"), operation + " before: " + entry);
          act.after().check(entry.path("after"), operation + " after: " + entry);
          assertThat(entry.toString())
              .doesNotContain(SECRET, secret, Admin.password())
              .doesNotContain("only-for-tests");
        });
  }

  /** Does each of them once; gives the secret of a key that was made on the way. */
  private String doAll() {
    cancelJob();
    changeWhatIsOfTheServer();
    changeWhatIsKeptElsewhere();
    return changeTenantsAndKeys();
  }

  private void cancelJob() {
    String id = JobCalls.submitted(Http.chat("for the audit", false));
    String path = "/api/admin/jobs/" + id;
    act("cancelAnyJob", "DELETE " + path, null, Said.SOMETHING, Said.SOMETHING);
    act("retryAnyJob", "POST " + path + "/retry", null, Said.SOMETHING, Said.NOTHING);
    String none = "/api/admin/batches/batch_none";
    act("cancelAnyBatch", "DELETE " + none, null, Said.NOTHING, Said.NOTHING);
  }

  private void changeWhatIsOfTheServer() {
    String node = "/api/nodes/audited-all";
    act("putNode", "PUT " + node, NODE, Said.NOTHING, Said.SOMETHING);
    act("changeNode", "PATCH " + node, "{\"weight\":2}", Said.SOMETHING, Said.SOMETHING);
    act("removeNode", "DELETE " + node, null, Said.SOMETHING, Said.NOTHING);
    String brownout = "/api/switches/brownout";
    act("turnSwitchOn", "PUT " + brownout, SOON, Said.NOTHING, Said.SOMETHING);
    act("turnSwitchOff", "DELETE " + brownout, null, Said.SOMETHING, Said.NOTHING);
    String strategy = Fleet.json(Admin.get("/api/balancing").body()).path("strategy").asText();
    String choice = "{\"strategy\":\"" + strategy + "\"}";
    act("chooseStrategy", "PUT /api/balancing", choice, Said.SOMETHING, Said.SOMETHING);
    String experiments = "/api/experiments";
    JsonNode begun =
        act("startExperiment", "POST " + experiments, EXPERIMENT, Said.EITHER, Said.SOMETHING);
    String experiment = experiments + "/" + begun.path("id").asText();
    act("stopExperiment", "DELETE " + experiment, null, Said.SOMETHING, Said.SOMETHING);
    act("startWarmup", "POST /api/warmup", null, Said.SOMETHING, Said.SOMETHING);
    act("stopWarmup", "DELETE /api/warmup", null, Said.SOMETHING, Said.SOMETHING);
    act("purgeCache", "DELETE /api/cache", null, Said.SOMETHING, Said.SOMETHING);
    String answer = "/api/cache/" + "0".repeat(64);
    act("purgeAnswer", "DELETE " + answer, null, Said.SOMETHING, Said.SOMETHING);
    String rehearsals = "/api/rehearsals";
    JsonNode rehearsal =
        act("beginRehearsal", "POST " + rehearsals, REHEARSAL, Said.EITHER, Said.SOMETHING);
    String kept = rehearsals + "/" + rehearsal.path("id").asText();
    act("deleteRehearsal", "DELETE " + kept, null, Said.SOMETHING, Said.EITHER);
  }

  private void changeWhatIsKeptElsewhere() {
    String letters = "/api/dead-letters";
    act("retryDeadLetter", "POST " + letters + "/none/retry", null, Said.EITHER, Said.NOTHING);
    act("purgeDeadLetter", "DELETE " + letters + "/none", null, Said.EITHER, Said.NOTHING);
    act("purgeDeadLetters", "DELETE " + letters, null, Said.SOMETHING, Said.SOMETHING);
    String events = "/api/admin/webhooks";
    act("retryAnyWebhookEvent", "POST " + events + "/none/retry", null, Said.NOTHING, Said.NOTHING);
    act("purgeDeadWebhookEvents", "DELETE " + events + "/dead", null, Said.EITHER, Said.SOMETHING);
  }

  private String changeTenantsAndKeys() {
    String tenants = "/api/tenants";
    String body = "{\"name\":\"audited-all\"}";
    act("createTenant", "POST " + tenants, body, Said.NOTHING, Said.SOMETHING);
    String tenant = tenants + "/audited-all";
    String low = "{\"priority\":\"low\"}";
    act("changeTenant", "PATCH " + tenant, low, Said.SOMETHING, Said.SOMETHING);
    String quota = "/api/quotas/audited-all";
    String five = "{\"requestsPerMinute\":5}";
    for (Map.Entry<String, String> of :
        Map.of("Tenant", "", "Key", "/keys/audited", "Model", "/models/a/b").entrySet()) {
      String path = quota + of.getValue();
      act("set" + of.getKey() + "Quota", "PUT " + path, five, Said.NOTHING, Said.SOMETHING);
      act("delete" + of.getKey() + "Quota", "DELETE " + path, null, Said.SOMETHING, Said.NOTHING);
    }
    String keys = "/api/keys";
    String owner = "{\"tenant\":\"audited-all\"}";
    JsonNode made = act("createKey", "POST " + keys, owner, Said.NOTHING, Said.SOMETHING);
    String key = keys + "/" + made.path("id").asText();
    act("changeKey", "PATCH " + key, "{\"label\":\"x\"}", Said.SOMETHING, Said.SOMETHING);
    String at = "{\"overlap\":\"PT0S\"}";
    JsonNode rotated =
        act("rotateKey", "POST " + key + "/rotate", at, Said.SOMETHING, Said.SOMETHING);
    act("revokeKey", "POST " + key + "/revoke", null, Said.SOMETHING, Said.SOMETHING);
    act("deleteKey", "DELETE " + key, null, Said.SOMETHING, Said.NOTHING);
    act("deleteTenant", "DELETE " + tenant, null, Said.SOMETHING, Said.NOTHING);
    return rotated.path("key").asText();
  }

  /**
   * The operations of the document by which users of the server change something: all but reads,
   * what keys are for, and the session, by which nothing is changed.
   */
  private static Set<String> changing() {
    Set<String> changing = new TreeSet<>();
    JsonNode api = Fleet.json(Http.get("/openapi?format=JSON").body());
    for (JsonNode path : api.path("paths")) {
      for (Map.Entry<String, JsonNode> operation : path.properties()) {
        boolean admins = operation.getValue().path("security").toString().contains("\"admin\"");
        if (admins && Set.of("put", "post", "patch", "delete").contains(operation.getKey())) {
          changing.add(operation.getValue().path("operationId").asText());
        }
      }
    }
    assertThat(changing).hasSizeGreaterThan(25);
    return changing;
  }

  /** What the log has of late, by the request's id; it is written a moment after the act. */
  private Map<String, JsonNode> entries() {
    AtomicReference<Map<String, JsonNode>> found = new AtomicReference<>();
    Fleet.await(
        "all acts to be written",
        Duration.ofSeconds(20),
        () -> {
          Map<String, JsonNode> entries = new LinkedHashMap<>();
          for (JsonNode one : Fleet.json(Admin.get("/api/audit?limit=200").body()).path("data")) {
            entries.put(one.path("request").asText(), one);
          }
          found.set(entries);
          return acts.values().stream()
              .map(act -> act.response().headers().firstValue("x-request-id").orElseThrow())
              .allMatch(entries::containsKey);
        });
    return found.get();
  }
}
