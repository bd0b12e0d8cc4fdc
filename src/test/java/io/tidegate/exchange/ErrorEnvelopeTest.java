package io.tidegate.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorEnvelopeTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource
  void hasAllFourKeysAndTheRequestId(ErrorCode code) throws IOException {
    JsonNode error = error(ErrorEnvelope.of(Failure.of(code, "Say \"what\"."), "req_1"));

    assertThat(error.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("message", "type", "param", "code", "request_id");
    assertThat(error.path("message").asText()).isEqualTo("Say \"what\".");
    assertThat(error.path("type").asText()).isEqualTo(code.type());
    assertThat(error.path("param").isNull()).isTrue();
    assertThat(error.path("code").asText()).isEqualTo(code.code());
    assertThat(error.path("request_id").asText()).isEqualTo("req_1");
  }

  @Test
  void namesTheParameterAndLeavesAnUnknownIdOut() throws IOException {
    Failure failure = Failure.ofParam(ErrorCode.INVALID_VALUE, "stream", "Wrong.");
    JsonNode error = error(ErrorEnvelope.of(failure, null));

    assertThat(error.path("param").asText()).isEqualTo("stream");
    assertThat(error.has("request_id")).isFalse();
  }

  @Test
  void repeatsANodesWordsWithAllFourKeys() throws IOException {
    JsonNode error = error(ErrorEnvelope.ofNode(said("Too long: \u6df1").put("code", "400")));

    assertThat(error.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("message", "type", "param", "code");
    assertThat(error.path("message").asText()).isEqualTo("Too long: \u6df1");
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("code").asText()).isEqualTo("400");
  }

  @Test
  void passesOnWhatANodeSaysBesideTheFourKeys() throws IOException {
    ObjectNode said = said("no").put("type", "invalid_prompt_error").put("request_id", "r");
    said.putObject("innererror").put("code", "ResponsibleAIPolicyViolation");
    JsonNode error = error(ErrorEnvelope.ofNode(said));

    assertThat(error.path("type").asText()).isEqualTo("invalid_prompt_error");
    assertThat(error.path("innererror").path("code").asText())
        .isEqualTo("ResponsibleAIPolicyViolation");
    assertThat(error.path("request_id").asText()).isEqualTo("r");
    assertThat(error.path("param").isNull()).isTrue();
  }

  @Test
  void findsWordsForANodeThatHasNone() throws IOException {
    assertThat(error(ErrorEnvelope.ofNode(said(null))).path("message").asText()).isNotBlank();
  }

  @Test
  void isOneEventInAStream() throws IOException {
    Failure failure = Failure.of(ErrorCode.UPSTREAM_FAILED, "Line\nbreak.");
    String event = new String(ErrorEnvelope.event(failure, "req_1"), UTF_8);

    assertThat(event).startsWith("data: {").endsWith("}\n\n");
    assertThat(event.strip()).doesNotContain("\n");
    JsonNode error = error(event.substring("data: ".length()).getBytes(UTF_8));
    assertThat(error.path("message").asText()).isEqualTo("Line\nbreak.");
    assertThat(error.path("request_id").asText()).isEqualTo("req_1");
  }

  private static JsonNode error(byte[] envelope) throws IOException {
    JsonNode whole = JSON.readTree(envelope);
    assertThat(whole.size()).isEqualTo(1);
    return whole.path("error");
  }

  private static ObjectNode said(String message) {
    return JsonNodeFactory.instance.objectNode().put("message", message);
  }
}
