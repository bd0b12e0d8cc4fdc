package io.tidegate.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryAdviceTest {

  private static final long SEED = 20_261_123;
  private static final Failure BUSY = Failure.of(ErrorCode.UPSTREAM_BUSY, "Busy.");

  private final RetryAdvice refusal = new RetryAdvice(new Random(SEED));

  @ParameterizedTest
  @EnumSource
  void namesATimeFrom1To8SecondsExactlyWhenARetryMayHelp(ErrorCode code) {
    Failure failure = Failure.of(code, "No.");

    assertThat(refusal.retryAfterSeconds(failure).isPresent()).isEqualTo(code.retryable());
    refusal.retryAfterSeconds(failure).ifPresent(time -> assertThat(time).isBetween(1L, 8L));
  }

  @ParameterizedTest
  @EnumSource
  void asksSdksNotToRepeatWhatTheyWouldRepeatInVain(ErrorCode code) {
    Map<String, String> headers = new HashMap<>();
    refusal.tell(Failure.of(code, "No."), headers::put);

    boolean inVain =
        code == ErrorCode.CONFLICT
            || code == ErrorCode.DEADLINE_EXCEEDED
            || code == ErrorCode.TENANT_REFUSED;
    assertThat(headers.get("x-should-retry")).isEqualTo(inVain ? "false" : null);
    assertThat(headers.containsKey("Retry-After")).isEqualTo(code.retryable());
  }

  @Test
  void oneWhoseQuotaIsUsedUpIsToldTheVeryTime() {
    Map<String, String> told = new HashMap<>();
    Failure refusal =
        Failure.of(ErrorCode.QUOTA_EXCEEDED, "No.").retryAfter(Duration.ofNanos(2_000_400_000L));
    new RetryAdvice(new Random(1)).tell(refusal, told::put);
    assertThat(told)
        .containsOnly(Map.entry("Retry-After", "3"), Map.entry("retry-after-ms", "2001"));
  }

  @Test
  void nobodyIsToRepeatACallUntilTheEndOfADay() {
    Map<String, String> told = new HashMap<>();
    Failure refusal = Failure.of(ErrorCode.QUOTA_EXCEEDED, "No.").retryAfter(Duration.ofHours(12));
    new RetryAdvice(new Random(1)).tell(refusal, told::put);
    assertThat(told).containsEntry("Retry-After", "43200").containsEntry("x-should-retry", "false");
  }

  @Test
  void tellsATenantThatIsRefusedTheVeryTime() {
    Failure refusal = Failure.of(ErrorCode.TENANT_REFUSED, "No.");

    assertThat(time(refusal.retryAfter(Duration.ofHours(3)))).isEqualTo(3 * 3600);
    assertThat(time(refusal.retryAfter(Duration.ofMillis(1500)))).isEqualTo(2);
    assertThat(time(refusal.retryAfter(Duration.ZERO))).isEqualTo(1);
  }

  private long time(Failure failure) {
    return refusal.retryAfterSeconds(failure).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void tellsThoseWithoutAKnownKeyHowToComeIn(ErrorCode code) {
    Map<String, String> headers = new HashMap<>();
    refusal.tell(Failure.of(code, "No."), headers::put);

    assertThat(headers.get("WWW-Authenticate"))
        .isEqualTo(code == ErrorCode.INVALID_API_KEY ? "Bearer realm=\"tidegate\"" : null);
  }

  @Test
  void spreadsClientsUpToTwiceTheTimeTheNodeAskedFor() {
    assertThat(times(Duration.ofSeconds(3))).as("seed %d", SEED).containsOnly(4, 5, 6);
    assertThat(times(null)).as("seed %d", SEED).containsOnly(3, 4);
    assertThat(times(Duration.ofSeconds(5))).as("seed %d", SEED).containsOnly(5, 6, 7, 8);
  }

  @Test
  void staysWithin1And8SecondsWhateverTheNodeAsks() {
    assertThat(times(Duration.ZERO)).containsOnly(1);
    assertThat(times(Duration.ofMillis(1))).containsOnly(1);
    assertThat(times(Duration.ofSeconds(8))).containsOnly(5, 6, 7, 8);
    assertThat(times(Duration.ofMinutes(5))).containsOnly(5, 6, 7, 8);
  }

  private long[] times(Duration asked) {
    return LongStream.range(0, 500)
        .map(i -> refusal.retryAfterSeconds(BUSY.retryAfter(asked)).orElseThrow())
        .toArray();
  }
}
