package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** Experiments of the running server, as an administrator starts and stops them. */
final class ExperimentCalls {

  private static final String PATH = "/api/experiments";

  private ExperimentCalls() {}

  /** Compares two strategies for an hour, call by call, however much worse one of them is. */
  static void start(String a, String b) {
    String body =
        """
        {"setting":"tidegate.balancing.strategy","a":"%s","b":"%s","for":"PT1H",
         "bounds":{"failureShare":1,"firstContent":100}}\
        """
            .formatted(a, b);
    assertThat(Admin.send(PATH, "POST", body).statusCode()).isEqualTo(201);
  }

  /** All that are known, the youngest first. */
  static JsonNode all() {
    return Fleet.json(Admin.get(PATH).body()).path("data");
  }

  /** Stops the one that runs, if one does: it would be part of what other tests see. */
  static void stop() {
    for (JsonNode one : all()) {
      if (one.path("state").asText().equals("running")) {
        Admin.send(PATH + "/" + one.path("id").asText(), "DELETE", null);
      }
    }
  }
}
