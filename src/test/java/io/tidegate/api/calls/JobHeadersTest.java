package io.tidegate.api.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.jobs.Submission;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What headers can say of a job. */
class JobHeadersTest {

  @Test
  void saysNothingWithoutHeaders() {
    assertThat(JobHeaders.options(name -> null)).isEqualTo(Submission.Options.NONE);
    assertThat(JobHeaders.overflow(name -> null)).isFalse();
  }

  @Test
  void readsEachHeaderIntoItsOption() {
    Map<String, String> headers =
        Map.of(
            "x-tidegate-job-deadline", "PT2H",
            "x-tidegate-job-retention", "P7D",
            "Idempotency-Key", "order-17",
            "x-tidegate-webhook", "https://example.com/told");

    assertThat(JobHeaders.options(headers::get))
        .isEqualTo(
            new Submission.Options(
                Duration.ofHours(2), Duration.ofDays(7), "order-17", "https://example.com/told"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, PT1S",
    "3600, PT1H",
    "999999999, PT999999999S",
    "PT0.5S, PT0.5S",
    "pt90m, PT1H30M",
    "' 60 ', PT1M",
    "P1DT1H, PT25H"
  })
  void takesSecondsOrAnIsoDuration(String said, Duration meant) {
    assertThat(JobHeaders.options(Map.of(JobHeaders.DEADLINE, said)::get).deadline())
        .isEqualTo(meant);
    assertThat(JobHeaders.options(Map.of(JobHeaders.RETENTION, said)::get).retention())
        .isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "PT0S",
        "-5",
        "PT-1S",
        "1.5",
        "1e3",
        "2h",
        "soon",
        "P1Y",
        "1000000000",
        "PT9223372036854775807S",
        "PT99999999999999999999S",
        "٣"
      })
  void namesTheHeaderOfABadTimeAndTheRule(String said) {
    for (String header : new String[] {JobHeaders.DEADLINE, JobHeaders.RETENTION}) {
      Failure refusal = refusal(() -> JobHeaders.options(Map.of(header, said)::get));

      assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_VALUE);
      assertThat(refusal.param()).isEqualTo(header);
      assertThat(refusal.message())
          .isEqualTo(
              "'" + header + "' must be a duration such as PT2H, or whole seconds, more than 0.");
    }
  }

  @Test
  void takesKeysOf255VisibleCharactersAndNoLongerOnes() {
    String longest = "~".repeat(254) + "!";
    assertThat(JobHeaders.options(Map.of(JobHeaders.KEY, longest)::get).idempotencyKey())
        .isEqualTo(longest);
    for (String bad : new String[] {"", longest + "x", "a b", "a\tb", "schlüssel", "\u007f"}) {
      Failure refusal = refusal(() -> JobHeaders.options(Map.of(JobHeaders.KEY, bad)::get));
      assertThat(refusal.param()).isEqualTo("Idempotency-Key");
      assertThat(refusal.message()).contains("1 to 255 visible ASCII characters");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "JOB"})
  void aCallMayOverflowIntoAJob(String said) {
    assertThat(JobHeaders.overflow(Map.of(JobHeaders.OVERFLOW, said)::get)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jobs", "true", "job,job", "none"})
  void refusesOtherOverflows(String said) {
    Failure refusal = refusal(() -> JobHeaders.overflow(Map.of(JobHeaders.OVERFLOW, said)::get));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_VALUE);
    assertThat(refusal.param()).isEqualTo("x-tidegate-overflow");
    assertThat(refusal.message()).isEqualTo("'x-tidegate-overflow' must be job.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deadline        | deadline must be at most PT168H    | x-tidegate-job-deadline",
        "retention       | 'retention' must be at most PT168H | x-tidegate-job-retention",
        "webhook         | 'webhook' must be at most PT168H   | x-tidegate-webhook",
        "idempotency-key | idempotency-key must be at most PT168H | Idempotency-Key"
      })
  void anOptionThatIsRefusedLaterIsNamedByItsHeader(String option, String message, String header) {
    assertThat(JobHeaders.named(Failure.ofParam(ErrorCode.INVALID_VALUE, option, message)))
        .isEqualTo(
            Failure.ofParam(
                ErrorCode.INVALID_VALUE, header, "'" + header + "' must be at most PT168H"));
  }

  @Test
  void otherFailuresAreLeftAlone() {
    Failure full = Failure.of(ErrorCode.JOB_QUEUE_FULL, "Full.").retryAfter(Duration.ofSeconds(1));
    Failure model = Failure.ofParam(ErrorCode.INVALID_VALUE, "model", "model is too long");

    assertThat(JobHeaders.named(full)).isSameAs(full);
    assertThat(JobHeaders.named(model)).isSameAs(model);
  }

  private static Failure refusal(ThrowingCallable reading) {
    return catchThrowableOfType(FailureException.class, reading).failure();
  }
}
