package io.tidegate.api.batches;

import static io.tidegate.exchange.ErrorCode.INVALID_JSON;
import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static io.tidegate.exchange.ErrorCode.MISSING_PARAMETER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.batches.state.NewBatch;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchRequestTest {

  private static final TenantId ANNA = new TenantId("anna");
  private static final String LEAST =
      """
      "input_file_id":"file-1","endpoint":"/v1/chat/completions","completion_window":"24h\"\
      """;

  @Test
  void theLeastIsAFileAnEndpointAndTheWindow() {
    assertThat(parse("{" + LEAST + ",\"unknown\":[1]}"))
        .isEqualTo(new NewBatch(ANNA, "file-1", Operation.CHAT, Map.of(), null, null));
  }

  @Test
  void allThatCanBeSaidIsRead() {
    String body =
        "{"
            + LEAST
            + ",\"metadata\":{\"job\":\"n1\"},"
            + "\"output_expires_after\":{\"anchor\":\"created_at\",\"seconds\":3600}}";

    assertThat(BatchRequest.parse(ANNA, body.getBytes(UTF_8), "https://example.com/told"))
        .isEqualTo(
            new NewBatch(
                ANNA,
                "file-1",
                Operation.CHAT,
                Map.of("job", "n1"),
                Duration.ofHours(1),
                "https://example.com/told"));
  }

  @Test
  void whatIsNullIsNotSaid() {
    NewBatch batch = parse("{" + LEAST + ",\"metadata\":null,\"output_expires_after\":null}");

    assertThat(batch.metadata()).isEmpty();
    assertThat(batch.keepOutput()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void everyOperationHasAnEndpoint(Operation operation) {
    String endpoint = BatchRequest.endpoint(operation);

    assertThat(parse("{" + LEAST.replace("/v1/chat/completions", endpoint) + "}").operation())
        .isEqualTo(operation);
  }

  @Test
  void anotherEndpointIsToldThoseThatWork() {
    String body = "{" + LEAST.replace("/v1/chat/completions", "/v1/models") + "}";

    assertThat(refused(INVALID_VALUE, "endpoint", body).failure().message())
        .contains("/v1/chat/completions, /v1/completions, /v1/embeddings");
  }

  @ParameterizedTest
  @ValueSource(strings = {"input_file_id", "endpoint", "completion_window"})
  void whatIsMissingIsNamed(String field) {
    refused(MISSING_PARAMETER, field, "{" + LEAST.replace(field, "another") + "}");
    String emptied = LEAST.replaceFirst("\"" + field + "\":\"[^\"]+\"", "\"" + field + "\":\" \"");
    refused(INVALID_VALUE, field, "{" + emptied + "}");
    String number = LEAST.replaceFirst("\"" + field + "\":\"[^\"]+\"", "\"" + field + "\":7");
    refused(INVALID_VALUE, field, "{" + number + "}");
  }

  @Test
  void thereIsOneWindow() {
    refused(INVALID_VALUE, "completion_window", "{" + LEAST.replace("24h", "1h") + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "\"x\"", "{", "{} {}", "{\"a\":1,}"})
  void whatIsNoJsonObjectIsRefused(String body) {
    refused(INVALID_JSON, null, body);
  }

  @Test
  void metadataHasLimits() {
    assertThat(parse(withMetadata("{" + pairs(16, 2, 2) + "}")).metadata()).hasSize(16);
    assertThat(parse(withMetadata("{" + pairs(1, 64, 512) + "}")).metadata()).hasSize(1);
    for (String metadata :
        new String[] {
          "{" + pairs(17, 2, 2) + "}",
          "{" + pairs(1, 65, 2) + "}",
          "{" + pairs(1, 2, 513) + "}",
          "{\"a\":1}",
          "[]",
          "\"a\""
        }) {
      refused(INVALID_VALUE, "metadata", withMetadata(metadata));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"anchor\":\"created_at\",\"seconds\":3599}    | output_expires_after[seconds]",
        "{\"anchor\":\"created_at\",\"seconds\":2592001} | output_expires_after[seconds]",
        "{\"anchor\":\"created_at\",\"seconds\":\"3600\"}| output_expires_after[seconds]",
        "{\"anchor\":\"created_at\"}                     | output_expires_after[seconds]",
        "{\"anchor\":\"now\",\"seconds\":3600}           | output_expires_after[anchor]",
        "3600                                            | output_expires_after[anchor]"
      })
  void anExpiryThatIsNoneIsRefused(String expiry, String param) {
    refused(INVALID_VALUE, param, "{" + LEAST + ",\"output_expires_after\":" + expiry + "}");
  }

  private static String withMetadata(String metadata) {
    return "{" + LEAST + ",\"metadata\":" + metadata + "}";
  }

  private static String pairs(int count, int key, int value) {
    return IntStream.range(0, count)
        .mapToObj(at -> ("\"%" + key + "s\":\"").formatted(at) + "v".repeat(value) + "\"")
        .collect(Collectors.joining(","));
  }

  private static NewBatch parse(String body) {
    return BatchRequest.parse(ANNA, body.getBytes(UTF_8), null);
  }

  private static FailureException refused(ErrorCode code, String param, String body) {
    FailureException refused = catchThrowableOfType(FailureException.class, () -> parse(body));
    assertThat(refused).as(body).isNotNull();
    assertThat(refused.failure().code()).isEqualTo(code);
    assertThat(refused.failure().param()).isEqualTo(param);
    return refused;
  }
}
