package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What administrators do to the running server is found in its audit log. */
final class AuditIT extends OneNode {

  private static JsonNode last(String path) {
    AtomicReference<JsonNode> found = new AtomicReference<>();
    Fleet.await(
        "the act on " + path,
        Duration.ofSeconds(20),
        () -> {
          String body = Admin.get("/api/audit?limit=1&path=" + path).body();
          found.set(Fleet.json(body).at("/data/0"));
          return !found.get().isMissingNode();
        });
    return found.get();
  }

  @Test
  void anActIsWrittenDownWithWhoAndWhat() {
    String node = "{\"url\":\"http://127.0.0.1:9/v1\",\"models\":[\"m\"],\"apiKey\":\"sk-marked\"}";
    assertThat(Admin.send("/api/nodes/audited", "PUT", node).statusCode()).isEqualTo(200);

    JsonNode act = last("/api/nodes/audited");

    assertThat(act.path("operation").asText()).isEqualTo("putNode");
    assertThat(act.path("actor").asText()).isEqualTo("admin");
    assertThat(act.path("role").asText()).isEqualTo("admin");
    assertThat(act.path("status").asInt()).isEqualTo(200);
    assertThat(act.path("address").asText()).isEqualTo("127.0.0.1");
    assertThat(act.toString()).doesNotContain("sk-marked");
    Admin.send("/api/nodes/audited", "DELETE", null);
  }

  @Test
  void aRefusedActIsWrittenDownAndAStrangersIsNot() {
    assertThat(Admin.sendAsViewer("/api/balancing?refused", "PUT", "{}").statusCode())
        .isEqualTo(403);
    assertThat(Http.post("/api/tenants?stranger", "{}").statusCode()).isEqualTo(401);

    JsonNode act = last("/api/balancing?refused");

    assertThat(act.path("actor").asText()).isEqualTo("onlooker");
    assertThat(act.path("role").asText()).isEqualTo("viewer");
    assertThat(act.path("status").asInt()).isEqualTo(403);
    assertThat(Fleet.json(Admin.get("/api/audit?path=/api/tenants?stranger").body()).path("data"))
        .isEmpty();
  }

  @Test
  void aSuspendedActIsWrittenDownWithItsEndAndWhatItChanged() {
    Admin.send("/api/tenants", "POST", "{\"name\":\"audited\"}");
    Admin.send("/api/tenants/audited", "PATCH", "{\"priority\":\"low\"}");
    JsonNode changed = last("/api/tenants/audited");
    Admin.send("/api/tenants/audited", "DELETE", null);

    assertThat(changed.path("operation").asText()).isEqualTo("changeTenant");
    assertThat(changed.path("status").asInt()).isEqualTo(200);
    assertThat(changed.at("/before/priority").asText()).isEqualTo("normal");
    assertThat(changed.at("/after/priority").asText()).isEqualTo("low");
  }

  @Test
  void theLogHoldsAndCanBeTakenAway() {
    Admin.send("/api/tenants/nobody", "DELETE", null);
    last("/api/tenants/nobody");

    JsonNode verdict = Fleet.json(Admin.sendAsViewer("/api/audit/verify", "GET", null).body());
    HttpResponse<String> export = Admin.get("/api/audit/export");

    assertThat(verdict.path("intact").asBoolean()).as("%s", verdict).isTrue();
    assertThat(verdict.path("checked").asLong()).isPositive();
    assertThat(export.statusCode()).isEqualTo(200);
    assertThat(export.body().lines().map(Fleet::json).map(one -> one.path("id").asLong()))
        .isSorted()
        .startsWith(1L);
    assertThat(Http.get("/api/audit").statusCode()).isEqualTo(401);
  }
}
