package io.tidegate.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.alerting.Alert;
import io.tidegate.alerting.Alerts;
import io.tidegate.alerting.Severity;
import io.tidegate.api.http.ApiJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertsJsonTest {

  private static Alert alert(Optional<Instant> fired, Optional<Instant> resolved) {
    return new Alert(
        "NodeEjected",
        Map.of("node", "gpu1"),
        Severity.WARNING,
        "Node gpu1 is out.",
        Instant.ofEpochSecond(1),
        fired,
        resolved,
        1,
        "> 0",
        "docs/runbook.md#nodeejected");
  }

  @Test
  void listsWhatFiresWhatIsPendingAndWhatHasEnded() {
    Optional<Instant> fired = Optional.of(Instant.ofEpochSecond(2));
    Alerts alerts =
        new Alerts(
            Instant.ofEpochSecond(4),
            List.of(alert(Optional.empty(), Optional.empty()), alert(fired, Optional.empty())),
            List.of(alert(fired, Optional.of(Instant.ofEpochSecond(3)))));
    String one =
        """
        {"name":"NodeEjected","labels":{"node":"gpu1"},"severity":"warning",\
        "summary":"Node gpu1 is out.","since":"1970-01-01T00:00:01Z","fired":%s,"resolved":%s,\
        "value":1.0,"threshold":"> 0","runbook":"docs/runbook.md#nodeejected"}\
        """;
    String at = "\"1970-01-01T00:00:02Z\"";

    assertThat(ApiJson.text(AlertsJson.of(alerts)))
        .isEqualTo(
            "{\"evaluated\":\"1970-01-01T00:00:04Z\",\"firing\":["
                + one.formatted(at, "null")
                + "],\"pending\":["
                + one.formatted("null", "null")
                + "],\"resolved\":["
                + one.formatted(at, "\"1970-01-01T00:00:03Z\"")
                + "]}");
  }

  @Test
  void nothingIsNamedBeforeTheFirstEvaluation() {
    assertThat(ApiJson.text(AlertsJson.of(new Alerts(null, List.of(), List.of()))))
        .isEqualTo("{\"evaluated\":null,\"firing\":[],\"pending\":[],\"resolved\":[]}");
  }
}
