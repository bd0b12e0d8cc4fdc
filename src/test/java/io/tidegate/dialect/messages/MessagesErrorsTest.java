package io.tidegate.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.ErrorForm;
import io.tidegate.dialect.NamedEvents;
import io.tidegate.dialect.SampleStreams;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.formats.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesErrorsTest {

  private static final Dialect DIALECT = new MessagesDialect();
  private static final ErrorForm ERRORS = DIALECT.errors();

  @ParameterizedTest
  @CsvSource({
    "INVALID_JSON, 400, invalid_request_error",
    "MISSING_PARAMETER, 400, invalid_request_error",
    "INVALID_API_KEY, 401, authentication_error",
    "FORBIDDEN, 403, permission_error",
    "KEY_OUT_OF_SCOPE, 403, permission_error",
    "MODEL_NOT_FOUND, 404, not_found_error",
    "REQUEST_TOO_LARGE, 413, request_too_large",
    "UNSUPPORTED_MEDIA_TYPE, 415, invalid_request_error",
    "QUOTA_EXCEEDED, 429, rate_limit_error",
    "TENANT_REFUSED, 429, rate_limit_error",
    "UPSTREAM_BUSY, 529, overloaded_error",
    "NO_NODE_AVAILABLE, 529, overloaded_error",
    "GATEWAY_OVERLOADED, 529, overloaded_error",
    "PRIORITY_REFUSED, 529, overloaded_error",
    "QUEUE_TIMEOUT, 529, overloaded_error",
    "INTERNAL_ERROR, 500, api_error",
    "UPSTREAM_FAILED, 502, api_error",
    "ATTEMPTS_EXHAUSTED, 502, api_error",
    "GATEWAY_STOPPING, 503, api_error",
    "UPSTREAM_TIMEOUT, 504, timeout_error",
    "DEADLINE_EXCEEDED, 504, timeout_error"
  })
  void tellsEachFailureByStatusAndType(ErrorCode code, int status, String type) throws IOException {
    Failure failure = Failure.of(code, "Why.");
    ObjectNode body = Json.read(ERRORS.of(failure, "req_1"));

    assertThat(ERRORS.status(failure)).isEqualTo(status);
    assertThat(body)
        .hasToString(
            SampleStreams.json(
                "{'type':'error','error':{'type':'"
                    + type
                    + "','message':'Why.'},'request_id':'req_1'}"));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void knowsAStatusForAllThatMayFail(ErrorCode code) throws IOException {
    Failure failure = Failure.of(code, "Why.");

    assertThat(ERRORS.status(failure)).isBetween(400, 599);
    assertThat(Json.read(ERRORS.of(failure, null)).has("request_id")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "unknown_error, 402, billing_error",
    "insufficient_quota, 402, billing_error",
    "invalid_request_error, 400, invalid_request_error",
    "overloaded_error, 400, overloaded_error",
    "BadRequestError, 400, invalid_request_error",
    ", 422, invalid_request_error",
    ", 429, rate_limit_error"
  })
  void rewrapsANodesErrorWithItsWordsUntouched(String type, int status, String told)
      throws IOException {
    String words = "Insufficient Balance \"\u6df1\" \n ***";
    ObjectNode said =
        Json.object().put("message", words).put("type", type).putNull("param").put("code", "c");
    ObjectNode body = Json.read(ERRORS.ofNode(said, status, "req_1"));

    assertThat(body.path("type").asText()).isEqualTo("error");
    assertThat(body.path("request_id").asText()).isEqualTo("req_1");
    assertThat(body.path("error").path("message").asText()).isEqualTo(words);
    assertThat(body.path("error").path("type").asText()).isEqualTo(told);
    assertThat(body.path("error").path("code").asText()).isEqualTo("c");
    assertThat(body.path("error").has("param")).isFalse();
  }

  @Test
  void saysSomethingForANodeThatSaysNothing() throws IOException {
    JsonNode error =
        Json.read(ERRORS.ofNode(Json.object().putNull("message"), 400, null)).path("error");

    assertThat(error.path("message").asText()).contains("did not say why");
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
  }

  @Test
  void endsABrokenStreamWithAnErrorAndNoStop() {
    Failure failure = Failure.of(ErrorCode.UPSTREAM_FAILED, "The node broke off.");
    byte[] ping = DIALECT.heartbeat();
    String event = new String(ERRORS.event(failure, "req_1", ping, ping), UTF_8);

    assertThat(event)
        .isEqualTo(
            SampleStreams.json(
                "event: error\ndata: {'type':'error','error':{'type':'api_error','message':"
                    + "'The node broke off.'},'request_id':'req_1'}\n\n"));
    assertThat(ERRORS.event(failure, "req_1", null, null)).asString(UTF_8).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'type':'message_stop'}", "{'type':'error','error':{}}"})
  void addsNothingToAStreamThatHasItsEnd(String last) {
    Failure failure = Failure.of(ErrorCode.UPSTREAM_FAILED, "The node broke off.");

    assertThat(ERRORS.event(failure, "r", null, SampleStreams.stream(last))).isEmpty();
  }

  @Test
  void tellsANodesRefusalInAStreamThatWasOpen() {
    byte[] body = ERRORS.ofNode(Json.object().put("message", "Too long."), 400, "r");
    byte[] event = ERRORS.asEvent(body);

    assertThat(new String(event, UTF_8)).startsWith("event: error\ndata: {");
    assertThat(NamedEvents.data(event).at("/error/message").asText()).isEqualTo("Too long.");
    assertThat(SampleStreams.facts(DIALECT, event).get(0).error().message()).isEqualTo("Too long.");
  }
}
