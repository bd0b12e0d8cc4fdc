package io.tidegate.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admission.LaneView;
import io.tidegate.api.open.RefusalLog;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.TenantId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The JSON that tells who waits and who was refused. */
class QueueViewTest {

  @Test
  void tenantsThatWaitAreNamedWithTheirModel() {
    LaneView lane =
        new LaneView(
            "m",
            3,
            900,
            2.5,
            Duration.ofMillis(1200),
            0.9,
            List.of(
                new LaneView.TenantWait(new TenantId("acme"), 2, Duration.ofMillis(700)),
                new LaneView.TenantWait(new TenantId("beta"), 1, Duration.ofMillis(5))));

    String json = ConsoleJson.of(QueueView.of(List.of(lane), List.of(), List.of()));

    assertThat(json)
        .isEqualTo(
            "{\"waiting\":3,\"bytes\":900,\"lanes\":[{\"model\":\"m\",\"waiting\":3,\"bytes\":900,"
                + "\"startsPerSecond\":2.5,\"expectedWaitMs\":1200.0,\"margin\":0.9}],\"waits\":["
                + "{\"tenant\":\"acme\",\"model\":\"m\",\"waiting\":2,\"oldestWaitMs\":700},"
                + "{\"tenant\":\"beta\",\"model\":\"m\",\"waiting\":1,\"oldestWaitMs\":5}],"
                + "\"refused\":[],\"accounts\":[]}");
  }

  @Test
  void whoWasRefusedBeforeAnythingWasKnownIsNobody() {
    RefusalLog.Refused refused =
        new RefusalLog.Refused(null, null, ErrorCode.INVALID_API_KEY, 7, 1_764_417_600_000L);

    assertThat(ConsoleJson.of(QueueView.of(List.of(), List.of(refused), List.of())))
        .contains(
            "{\"tenant\":null,\"model\":null,\"reason\":\"invalid_api_key\",\"count\":7,"
                + "\"last\":\"2025-11-29T12:00:00Z\"}");
  }
}
