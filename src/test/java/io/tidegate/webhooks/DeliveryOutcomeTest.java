package io.tidegate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryOutcomeTest {

  @ParameterizedTest
  @CsvSource({
    "200, , 0",
    "204, , 0",
    "299, , 0",
    "301, REDIRECT, 0",
    "304, REDIRECT, 0",
    "400, STATUS, 0",
    "404, STATUS, 0",
    "410, GONE, 0",
    "429, STATUS, 7000",
    "500, STATUS, 0",
    "503, STATUS, 7000"
  })
  void tellsWhatAStatusMeansAndHearsRetryAfterWhereItCounts(
      int status, Problem problem, long after) {
    assertThat(DeliveryOutcome.of(status, " 7 "))
        .isEqualTo(new DeliveryOutcome(status, problem, after));
  }

  @ParameterizedTest
  @CsvSource({"-1", "''", "soon", "'Wed, 21 Oct 2026 07:28:00 GMT'", "9999999999", "1.5"})
  void takesARetryAfterThatIsNotWholeSecondsForNone(String value) {
    assertThat(DeliveryOutcome.of(429, value).retryAfter()).isZero();
    assertThat(DeliveryOutcome.of(429, null).retryAfter()).isZero();
  }
}
