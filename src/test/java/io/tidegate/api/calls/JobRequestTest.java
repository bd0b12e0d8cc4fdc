package io.tidegate.api.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a body tells what it asks. */
class JobRequestTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"m\",\"messages\":[{\"input\":1,\"prompt\":2}]} | CHAT",
        "{\"prompt\":\"p\",\"model\":\"m\",\"metadata\":{\"messages\":[]}} | COMPLETION",
        "{\"prompt\":\"\",\"prompt_embeds\":\"AAAA\"} | COMPLETION",
        "{\"prompt_embeds\":\"AAAA\"} | COMPLETION",
        "{\"input\":[\"prompt\"],\"model\":\"messages\"} | EMBEDDINGS",
        "{\"input\":null,\"input\":1} | EMBEDDINGS",
      })
  void isToldByTheMembersAtTheTop(String body, Operation told) {
    assertThat(JobRequest.operation(body.getBytes(UTF_8))).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                | MISSING_PARAMETER",
        "{\"model\":\"input\"}             | MISSING_PARAMETER",
        "{\"messages\":[],\"input\":\"x\"} | INVALID_VALUE",
        "{\"prompt\":\"\",\"input\":\"x\"} | INVALID_VALUE",
        "[]                                | INVALID_JSON",
        "''                                | INVALID_JSON",
        "{\"messages\":[}                  | INVALID_JSON",
        "{\"messages\":[]                  | INVALID_JSON",
      })
  void isRefusedWhenTheyTellNothingOrTooMuch(String body, ErrorCode code) {
    FailureException refusal =
        catchThrowableOfType(
            FailureException.class, () -> JobRequest.operation(body.getBytes(UTF_8)));

    assertThat(refusal.failure().code()).isEqualTo(code);
  }

  @Test
  void isToldByTheEndpointThatIsNamed() {
    for (Operation operation : Operation.values()) {
      assertThat(JobRequest.operation(JobRequest.endpoint(operation))).isEqualTo(operation);
    }
    assertThat(JobRequest.operation("/v1/embeddings")).isEqualTo(Operation.EMBEDDINGS);
    assertThat(JobRequest.operation((String) null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/v1/models", "embeddings", "/v1/embeddings/", "/chat/completions"})
  void knowsNoOtherEndpoints(String endpoint) {
    FailureException refusal =
        catchThrowableOfType(FailureException.class, () -> JobRequest.operation(endpoint));

    assertThat(refusal.failure().param()).isEqualTo("endpoint");
    assertThat(refusal.failure().message()).contains("/v1/chat/completions");
  }
}
