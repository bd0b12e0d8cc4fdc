package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.FuzzRun;
import org.junit.jupiter.api.Test;

/**
 * Some thousand damaged requests of all endpoints: nothing unexpected is said, and calls go on.
 * {@code bench/fuzz.sh} sends more, and looks at the heap.
 */
final class FuzzIT extends OneNode {

  private static final int REQUESTS = 3000;

  /** The same each time: new ones are for {@code bench/fuzz.sh}, which nobody waits for. */
  private static final long SEED = 20261130;

  @Test
  void damagedRequestsAreRefusedByNameAndHarmNobody() throws InterruptedException {
    FuzzRun run = new FuzzRun(DeployedEar.SERVER.getHost(), DeployedEar.SERVER.getPort());

    run.send(SEED, REQUESTS, 8);

    assertThat(run.complaints()).as("answers %s", run.statuses()).isEmpty();
    assertThat(run.statuses().keySet()).contains(200, 400, 404);
    assertThat(Http.post("/v1/chat/completions", Http.chat("unharmed", false)).statusCode())
        .isEqualTo(200);
  }
}
