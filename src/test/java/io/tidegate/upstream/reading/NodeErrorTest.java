package io.tidegate.upstream.reading;

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
    "context_length_exceeded, 400",
    "DataInspectionFailed, 400",
    "image_too_large, 400",
    "InvalidApiKey, 401",
    "API_KEY_INVALID, 401",
    "Throttling.RateQuota, 429",
    "RateLimitExceeded.EndpointRPMExceeded, 429",
    "ServerOverloaded, 503",
    "'', 500"
  })
  void standsForTheStatusItNamesOrElseForAFailure(String code, int status) {
    assertThat(new NodeError("m", null, null, code).status()).isEqualTo(status);
  }

  @Test
  void standsForAFailureWhenItSaysNothing() {
    assertThat(NodeError.UNKNOWN.status()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_request_error, 400",
    "BadRequestError, 400",
    "validation, 422",
    "overloaded_error, 529",
    "overloaded, 503",
    "rate_limit_error, 429",
    "authentication_error, 401",
    "authorized_error, 401",
    "unprocessable_entity_error, 422",
    "insufficient_quota, 402",
    "engine_overloaded_error, 503",
    "data_inspection_failed, 400",
    "server_error, 500",
    "unknown_error, 500",
    "'', 500"
  })
  void standsForTheStatusOfItsTypeWhenItsCodeNamesNone(String type, int status) {
    assertThat(new NodeError("m", type, null, null).status()).isEqualTo(status);
    assertThat(new NodeError("m", type, null, "504").status()).isEqualTo(504);
  }
}
