package io.tidegate.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.ApiJson;
import io.tidegate.warmup.WarmupProgress;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What administrators see of a warm-up. */
final class WarmupJsonTest {

  @Test
  void whatIsNotKnownYetIsNull() {
    WarmupProgress progress =
        new WarmupProgress(
            WarmupProgress.State.RUNNING,
            Optional.of(WarmupProgress.Trigger.FILE),
            Optional.of(Instant.ofEpochSecond(1)),
            Optional.empty(),
            7,
            1,
            2,
            3,
            4,
            5,
            Optional.of(Instant.ofEpochMilli(86_400_500)));

    assertThat(ApiJson.text(WarmupJson.of(progress)))
        .isEqualTo(
            """
            {"state":"running","trigger":"file","started":"1970-01-01T00:00:01Z","ended":null,\
            "total":7,"present":1,"asked":2,"warmed":3,"failed":4,"skipped":5,\
            "nextRun":"1970-01-02T00:00:00.500Z"}\
            """);
  }
}
