package io.tidegate.api.open;

import static io.tidegate.exchange.ErrorCode.GATEWAY_OVERLOADED;
import static io.tidegate.exchange.ErrorCode.INVALID_API_KEY;
import static io.tidegate.exchange.ErrorCode.QUEUE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.TenantId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who was refused within the last hour, however many names they make up. */
class RefusalLogTest {

  private static final TenantId ACME = new TenantId("acme");

  private Instant time = Instant.parse("2026-11-29T12:00:30Z");
  private final RefusalLog log = new RefusalLog(() -> time);

  @Test
  void countsWhatHasAllInCommonAndTheMostFirst() {
    log.add(ACME, "m", QUEUE_TIMEOUT);
    log.add(ACME, "m", GATEWAY_OVERLOADED);
    log.add(ACME, "m", GATEWAY_OVERLOADED);
    log.add(null, null, INVALID_API_KEY);

    assertThat(log.rows())
        .startsWith(new RefusalLog.Refused(ACME, "m", GATEWAY_OVERLOADED, 2, time.toEpochMilli()))
        .hasSize(3);
  }

  @Test
  void forgetsAfterAnHour() {
    log.add(ACME, "m", QUEUE_TIMEOUT);
    pass(Duration.ofMinutes(30));
    log.add(ACME, "m", QUEUE_TIMEOUT);
    pass(Duration.ofMinutes(29));
    assertThat(log.rows().get(0).count()).isEqualTo(2);
    pass(Duration.ofMinutes(1));
    assertThat(log.rows().get(0).count()).isEqualTo(1);
    pass(Duration.ofHours(5));
    assertThat(log.rows()).isEmpty();
  }

  @Test
  void ofATenantWithManyNamesMostAreCountedTogetherAndOthersHaveTheirRows() {
    for (int i = 0; i < 10 * RefusalLog.MOST; i++) {
      log.add(ACME, "made-up-" + i, QUEUE_TIMEOUT);
    }
    TenantId modest = new TenantId("modest");
    log.add(modest, "m", QUEUE_TIMEOUT);
    log.add(modest, "m", GATEWAY_OVERLOADED);

    int alone = RefusalLog.MOST / 2;
    long now = time.toEpochMilli();
    assertThat(log.rows())
        .startsWith(
            new RefusalLog.Refused(ACME, null, QUEUE_TIMEOUT, 10 * RefusalLog.MOST - alone, now))
        .contains(
            new RefusalLog.Refused(modest, "m", QUEUE_TIMEOUT, 1, now),
            new RefusalLog.Refused(modest, "m", GATEWAY_OVERLOADED, 1, now))
        .hasSize(alone + 3);
  }

  @Test
  void namesOfAnHourAgoTakeNoRowsFromTheirTenant() {
    for (int i = 0; i < 10 * RefusalLog.MOST; i++) {
      log.add(ACME, "made-up-" + i, QUEUE_TIMEOUT);
    }
    pass(Duration.ofHours(2));
    log.add(ACME, "m", QUEUE_TIMEOUT);

    assertThat(log.rows())
        .containsExactly(new RefusalLog.Refused(ACME, "m", QUEUE_TIMEOUT, 1, time.toEpochMilli()));
  }

  @Test
  void refusalsOfMoreTenantsThanRowsAreCountedTogether() {
    for (int i = 0; i < 2 * RefusalLog.MOST; i++) {
      log.add(new TenantId("tenant-" + i), "m", QUEUE_TIMEOUT);
    }

    assertThat(log.rows())
        .startsWith(
            new RefusalLog.Refused(null, null, QUEUE_TIMEOUT, RefusalLog.MOST, time.toEpochMilli()))
        .hasSize(RefusalLog.MOST + 1);
  }

  @Test
  void longNamesAreCutOff() {
    log.add(ACME, "x".repeat(100_000), QUEUE_TIMEOUT);

    assertThat(log.rows().get(0).model()).hasSize(100);
  }

  private void pass(Duration some) {
    time = time.plus(some);
  }
}
