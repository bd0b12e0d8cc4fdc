package io.tidegate.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every query of the rules and the dashboards asks for metrics that there are. */
class QueriesTest {

  private static final Pattern EXPRESSION =
      Pattern.compile("(?m)^ +expr: (?:[|>]-\\n((?: {10,}.*\\n)+)|(.+)\\n)");
  private static final Pattern RECORD = Pattern.compile("(?m)^ +- record: (\\S+)$");
  private static final Pattern NO_METRIC =
      Pattern.compile(
          "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]"
              + "|\\b(?:by|on|without|ignoring|group_left|group_right)\\s*\\([^)]*\\)"
              + "|\\b(?:and|or|unless|bool|on|group_left|group_right|sum|min|max|avg|count)\\b"
              + "|[a-z_0-9]+\\s*\\(");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*");

  /** Of Prometheus, of the node exporter, and of the server we run on. */
  private static final Set<String> FOREIGN =
      Set.of(
          "up",
          "ALERTS",
          "node_cpu_seconds_total",
          "memory_usedHeap_bytes",
          "memory_maxHeap_bytes",
          "cpu_processCpuLoad_percent");

  @Test
  void theRulesAskForMetricsThatThereAre() throws Exception {
    Set<String> asked = new TreeSet<>();
    for (Path file : files("deploy/prometheus", ".rules.yml")) {
      for (MatchResult found : EXPRESSION.matcher(Files.readString(file)).results().toList()) {
        asked.addAll(metrics(found.group(1) == null ? found.group(2) : found.group(1)));
      }
    }
    assertThat(asked).hasSizeGreaterThan(15);
    assertThat(known()).containsAll(asked);
  }

  @Test
  void theDashboardsAskForMetricsThatThereAre() throws Exception {
    Set<String> known = known();
    List<Path> boards = files("deploy/grafana", ".json");
    assertThat(boards).hasSize(5);
    for (Path board : boards) {
      JsonNode json = new ObjectMapper().readTree(board.toFile());
      List<JsonNode> queries = json.findValues("expr");
      assertThat(queries).as("queries of %s", board).hasSizeGreaterThan(10);
      for (JsonNode query : queries) {
        assertThat(known).as("%s in %s", query, board).containsAll(metrics(query.asText()));
      }
    }
  }

  private static Set<String> metrics(String query) {
    Set<String> names = new TreeSet<>();
    String left = NO_METRIC.matcher(query).replaceAll(" ");
    NAME.matcher(left).results().forEach(found -> names.add(found.group()));
    return names;
  }

  /** All names under which our metrics are scraped, what is recorded, and those of others. */
  private static Set<String> known() throws Exception {
    Set<String> known = new HashSet<>(FOREIGN);
    for (Metric metric : Metric.values()) {
      switch (metric.kind()) {
        case COUNTER, GAUGE -> known.add(metric.exposed());
        case DURATION, NUMBERS -> {
          for (String part : List.of("_count", "_sum", "_max", "_bucket")) {
            known.add(metric.exposed() + part);
          }
        }
      }
    }
    for (Path file : files("deploy/prometheus", ".rules.yml")) {
      RECORD.matcher(Files.readString(file)).results().forEach(one -> known.add(one.group(1)));
    }
    return known;
  }

  private static List<Path> files(String folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
