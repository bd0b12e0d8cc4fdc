package io.tidegate.api.batches;

import static io.tidegate.exchange.ErrorCode.INVALID_JSON;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidegate.batches.state.NewBatch;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads what batch a tenant wants; what it does not know it leaves alone. */
final class BatchRequest {

  /** The only window there is. */
  static final String WINDOW = "24h";

  /**
   * More than all members together can have when each character is escaped. A tree is made of the
   * body, and may take thirty times its bytes.
   */
  static final int MOST_BYTES = 128 << 10;

  private static final int MOST_PAIRS = 16;
  private static final int LONGEST_KEY = 64;
  private static final int LONGEST_VALUE = 512;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private BatchRequest() {}

  /**
   * The batch that {@code body} describes.
   *
   * @param webhook where its owner is told of its end, or null
   * @throws FailureException that names the field and the rule
   */
  static NewBatch parse(TenantId tenant, byte[] body, String webhook) {
    JsonNode json = json(body);
    String input = text(json, "input_file_id");
    Operation operation = operation(text(json, "endpoint"));
    if (!text(json, "completion_window").equals(WINDOW)) {
      throw invalid("completion_window", "must be '" + WINDOW + "'");
    }
    Duration keep = keep(json.path("output_expires_after"));
    return new NewBatch(tenant, input, operation, metadata(json.path("metadata")), keep, webhook);
  }

  /** What clients call the endpoint of {@code operation}. */
  static String endpoint(Operation operation) {
    return "/v1" + operation.path();
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      if (json.isObject()) {
        return json;
      }
    } catch (IOException broken) {
      throw Failure.of(INVALID_JSON, "The body is not valid JSON.").asException();
    }
    throw Failure.of(INVALID_JSON, "The body must be a JSON object.").asException();
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode()) {
      throw Failure.missing(name).asException();
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw invalid(name, "must be a string that is not empty");
    }
    return value.textValue();
  }

  private static Operation operation(String endpoint) {
    return Arrays.stream(Operation.values())
        .filter(operation -> endpoint(operation).equals(endpoint))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    "endpoint",
                    "must be one of "
                        + Arrays.stream(Operation.values())
                            .map(BatchRequest::endpoint)
                            .collect(Collectors.joining(", "))));
  }

  private static Map<String, String> metadata(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return Map.of();
    }
    if (!given.isObject() || given.size() > MOST_PAIRS) {
      throw invalid("metadata", "must be an object of at most " + MOST_PAIRS + " pairs");
    }
    Map<String, String> metadata = new TreeMap<>();
    given.properties().forEach(pair -> metadata.put(key(pair), value(pair)));
    return metadata;
  }

  private static String key(Map.Entry<String, JsonNode> pair) {
    if (pair.getKey().length() > LONGEST_KEY) {
      throw invalid("metadata", "must have keys of at most " + LONGEST_KEY + " characters");
    }
    return pair.getKey();
  }

  private static String value(Map.Entry<String, JsonNode> pair) {
    JsonNode value = pair.getValue();
    if (!value.isTextual() || value.textValue().length() > LONGEST_VALUE) {
      throw invalid("metadata", "must have strings of at most " + LONGEST_VALUE + " characters");
    }
    return value.textValue();
  }

  private static Duration keep(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return null;
    }
    return FileExpiry.of("output_expires_after", given.path("anchor").asText(null), seconds(given));
  }

  private static String seconds(JsonNode given) {
    JsonNode seconds = given.path("seconds");
    return seconds.isIntegralNumber() ? seconds.asText() : "";
  }

  private static FailureException invalid(String param, String rule) {
    return Failure.invalid(param, rule).asException();
  }
}
