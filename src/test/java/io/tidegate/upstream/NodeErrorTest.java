package io.tidegate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeErrorTest {

  @ParameterizedTest
  @CsvSource({
    "400, 400",
    "429, 429",
    "503, 503",
    "599, 599",
    "service_unavailable_error, 503",
    "200, 500",
    "600, 500",
    "4000, 500",
    "42, 500",
    "invalid_request_error, 500",
    "'', 500"
  })
  void standsForTheStatusItNamesOrElseForAFailure(String code, int status) {
    assertThat(new NodeError("m", null, code).status()).isEqualTo(status);
  }

  @Test
  void standsForAFailureWhenItSaysNothing() {
    assertThat(NodeError.UNKNOWN.status()).isEqualTo(500);
  }
}
