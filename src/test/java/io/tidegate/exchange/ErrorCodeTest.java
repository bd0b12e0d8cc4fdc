package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

  @Test
  void hasEachPublicCodeOnce() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::code)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void isRetryableWhenOverloadedAndFrom502OnUnlessItsOwnTimeOrTriesAreOver(ErrorCode code) {
    assertThat(code.retryable())
        .isEqualTo(
            (code.status() == 429 || code.status() >= 502)
                && code != ErrorCode.DEADLINE_EXCEEDED
                && code != ErrorCode.ATTEMPTS_EXHAUSTED);
  }

  @ParameterizedTest
  @EnumSource
  void isNeverWorthATryAgainWhereTheRequestIsToBlame(ErrorCode code) {
    assertThat(code.blame() == ErrorCode.Blame.REQUEST && code.retryable()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void namesTheTypeByTheStatus(ErrorCode code) {
    assertThat(code.status()).isBetween(400, 599);
    assertThat(code.type())
        .isEqualTo(
            code.status() == 429
                ? "rate_limit_error"
                : code.status() < 500 ? "invalid_request_error" : "server_error");
  }

  @ParameterizedTest
  @EnumSource
  void isFitForALabel(ErrorCode code) {
    assertThat(code.code()).matches("[a-z]+(_[a-z]+)*");
  }
}
