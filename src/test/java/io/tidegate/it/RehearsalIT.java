package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A running server rehearses, and none of its nodes hears of it. */
final class RehearsalIT extends DeployedEar {

  private static final String TRACE =
      "{\"trace\":{\"rate\":20,\"seconds\":%d,\"prompt_tokens\":800,\"answer_tokens\":"
          + "{\"median\":100,\"p95\":400}},\"nodes\":[{\"name\":\"gpu1\"},{\"name\":\"gpu2\"}],"
          + "\"variants\":[{\"name\":\"as now\"},{\"name\":\"one less\",\"without\":[\"gpu2\"]}],"
          + "\"seed\":1}";

  private final ObjectMapper json = new ObjectMapper();

  @Test
  void comparesVariantsSideBySide() throws IOException {
    HttpResponse<String> begun = Admin.send("/api/rehearsals", "POST", TRACE.formatted(300));

    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    String location = begun.headers().firstValue("Location").orElseThrow();
    String path = location.substring(location.indexOf("/api/"));
    JsonNode ended = await(path);
    assertThat(ended.path("state").asText()).as("%s", ended).isEqualTo("finished");
    int both = ended.at("/variants/0/good").asInt();
    assertThat(ended.at("/variants/1/good").asInt()).isPositive().isLessThan(both);
    assertThat(Admin.get("/api/rehearsals").body()).contains(ended.path("id").asText());
    assertThat(Admin.send(path, "DELETE", null).statusCode()).isEqualTo(204);
    assertThat(Admin.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void namesTheFieldThatIsWrong() {
    HttpResponse<String> refused =
        Admin.send("/api/rehearsals", "POST", "{\"trace\":{\"rate\":-1,\"seconds\":1}}");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("trace.rate");
  }

  private JsonNode await(String path) throws IOException {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    JsonNode seen = json.readTree(Admin.get(path).body());
    while (seen.path("state").asText().equals("running") && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      seen = json.readTree(Admin.get(path).body());
    }
    return seen;
  }
}
