package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of the server in a real Prometheus, by the files that they are given. */
final class MonitoringIT extends OneNode {

  /** Two scrapes and an evaluation of the rules, at the intervals of the files. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void prometheusScrapesTheServerKnowsItsRulesAndFillsTheOverview(@TempDir Path folder)
      throws IOException {
    assumeTrue(installed(), "prometheus is not installed");
    try (PrometheusProcess prometheus = PrometheusProcess.start(folder, SERVER)) {
      List<String> overview = expressions(Path.of("deploy/grafana/overview.json"));
      // What the machine's own exporter tells: deploy/try.sh starts one, too.
      overview.removeIf(query -> query.contains("node_cpu"));
      assertThat(overview).hasSizeGreaterThan(5);

      int[] asked = {0};
      Fleet.await(
          "data for each query of the overview",
          PATIENCE,
          () -> {
            Http.post("/v1/chat/completions", Http.chat("question " + asked[0]++, false));
            return overview.stream().noneMatch(query -> prometheus.query(query).isEmpty());
          });

      assertThat(prometheus.query("up{job=\"tidegate\"} == 1")).hasSize(1);
      for (JsonNode group : prometheus.api("/rules").path("groups")) {
        for (JsonNode rule : group.path("rules")) {
          assertThat(rule.path("health").asText()).as(rule.path("name").asText()).isEqualTo("ok");
        }
      }
      try (DirectoryStream<Path> boards =
          Files.newDirectoryStream(Path.of("deploy/grafana"), "*.json")) {
        for (Path board : boards) {
          // An error in a query fails the call; what this server has no figures for may be empty.
          expressions(board).forEach(prometheus::query);
        }
      }
    }
  }

  private static List<String> expressions(Path board) throws IOException {
    List<String> expressions = new ArrayList<>();
    for (JsonNode expression : Fleet.json(Files.readString(board)).findValues("expr")) {
      expressions.add(
          expression.asText().replace("$__rate_interval", "1m").replace("$instance", ".+"));
    }
    return expressions;
  }

  private static boolean installed() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prometheus")));
  }
}
