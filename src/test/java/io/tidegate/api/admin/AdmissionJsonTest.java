package io.tidegate.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admission.LaneView;
import io.tidegate.admission.PermitCount;
import io.tidegate.api.http.ApiJson;
import io.tidegate.routing.nodes.AccountFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What administrators see of those who wait. */
final class AdmissionJsonTest {

  @Test
  void queuesAndAccountsAreListed() {
    LaneView lane = new LaneView("flash", 3, 4096, 2.5, Duration.ofMillis(1200), 0.8, List.of());

    assertThat(
            ApiJson.text(
                AdmissionJson.of(
                    3, new PermitCount(), List.of(lane), List.of(new AccountFixture().account()))))
        .isEqualTo(
            """
            {"waiting":3,"permitsIssued":0,"permitsReturned":0,\
            "queues":[{"model":"flash","waiting":3,"bytes":4096,"startsPerSecond":2.5,\
            "expectedWaitMs":1200.0,"margin":0.8}],\
            "accounts":[{"name":"a","state":"usable"}]}\
            """);
  }
}
