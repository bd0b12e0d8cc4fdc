package io.tidegate.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.alerting.Announcements.Due;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertMessageTest {

  private static final SharedAlert.Text TEXT =
      new SharedAlert.Text(
          "NodeEjected", Map.of("node", "gpu1"), "warning", "Node gpu1 is out.", 1, "r#n", 60_000);

  private static Object json(String text) throws JsonProcessingException {
    return new ObjectMapper().readValue(text, Object.class);
  }

  @Test
  void hasTheMembersOfAlertmanager() throws JsonProcessingException {
    String message =
        AlertMessage.of(new Due("f1", TEXT, true), "http://gate", Instant.ofEpochSecond(90));

    assertThat(json(message))
        .isEqualTo(
            json(
                """
                {"version":"4","groupKey":"{}:{alertname=\\"NodeEjected\\"}","truncatedAlerts":0,
                "status":"firing","receiver":"tidegate",
                "groupLabels":{"alertname":"NodeEjected"},
                "commonLabels":{"alertname":"NodeEjected","node":"gpu1","severity":"warning"},
                "commonAnnotations":{"runbook_url":"r#n","summary":"Node gpu1 is out."},
                "externalURL":"http://gate",
                "alerts":[{"status":"firing",
                "labels":{"alertname":"NodeEjected","node":"gpu1","severity":"warning"},
                "annotations":{"runbook_url":"r#n","summary":"Node gpu1 is out."},
                "startsAt":"1970-01-01T00:01:00Z","endsAt":"0001-01-01T00:00:00Z",
                "generatorURL":"http://gate/api/alerts","fingerprint":"f1"}]}
                """));
  }

  @Test
  void saysWhenItEndedAndHasAnotherIdThen() {
    Due over = new Due("f1", TEXT, false);
    assertThat(AlertMessage.of(over, "u", Instant.ofEpochSecond(90)))
        .contains("\"status\":\"resolved\"")
        .contains("\"endsAt\":\"1970-01-01T00:01:30Z\"");
    assertThat(AlertMessage.id(over)).isNotEqualTo(AlertMessage.id(new Due("f1", TEXT, true)));
  }
}
