package io.tidegate.shedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.TenantId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is refused where requests differ in what they cost. */
final class WorkSharesTest extends ShedServer {

  @Test
  void whoAsksSeldomButStreamsMuchDoesNotShutOutTheOthers() {
    pieces = 500;
    Map<TenantId, Double> modest = Map.of(MODEST, 0.02);
    run(1_000, 4, modest);
    run(10, 4, Map.of(LOUD, 60.0));
    run(14_000, 4, modest);
    assertThat(late).as("calls that met a queue").isGreaterThan(100);
    assertThat(served.get(MODEST)).isEqualTo(asked.get(MODEST));
  }

  @Test
  void whoOpensLongStreamsOneByOneIsTheOneWhoIsRefused() {
    pieces = 5_000;
    runSettled(120_000, 60_000, 4, Map.of(LOUD, 0.006, MODEST, 0.02));
    assertThat(served.get(MODEST)).isEqualTo(asked.get(MODEST));
    assertThat(served.get(LOUD)).isLessThan(9 * asked.get(LOUD) / 10).isPositive();
  }

  @Test
  void whoAsksForMuchThatCostsLittleIsNotLetInForThat() {
    pieces = 5;
    runSettled(15_000, 20_000, 4, Map.of(LOUD, 1.0, MODEST, 8.0));
    assertThat(served.get(MODEST)).isLessThan(2 * asked.get(MODEST) / 3);
  }
}
