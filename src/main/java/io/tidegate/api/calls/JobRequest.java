package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static io.tidegate.exchange.ErrorCode.MISSING_PARAMETER;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.dialect.RequestJson;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Tells what a job asks by the body alone, or by the endpoint that the caller names. */
public final class JobRequest {

  private static final Map<String, Operation> MEMBERS =
      Map.of(
          "messages", Operation.CHAT,
          "prompt", Operation.COMPLETION,
          "prompt_embeds", Operation.COMPLETION,
          "input", Operation.EMBEDDINGS);

  private static final String ENDPOINTS =
      Arrays.stream(Operation.values()).map(JobRequest::endpoint).collect(joining(", "));

  private JobRequest() {}

  /** The path of {@code operation} at the gateway. */
  static String endpoint(Operation operation) {
    return "/v1" + operation.path();
  }

  /** The operation at the path {@code endpoint}, or null if that is null. */
  public static Operation operation(String endpoint) {
    if (endpoint == null) {
      return null;
    }
    for (Operation operation : Operation.values()) {
      if (endpoint(operation).equals(endpoint)) {
        return operation;
      }
    }
    throw Failure.invalid("endpoint", "must be one of " + ENDPOINTS).asException();
  }

  /**
   * The operation that {@code body} is for.
   *
   * @throws FailureException if its members tell none, or several
   */
  public static Operation operation(byte[] body) {
    Set<Operation> told = EnumSet.noneOf(Operation.class);
    RequestJson.read(body, in -> members(in, told));
    return only(told);
  }

  private static void members(JsonParser in, Set<Operation> told) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw RequestJson.notAnObject();
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      Operation of = MEMBERS.get(in.currentName());
      if (of != null) {
        told.add(of);
      }
      in.nextToken();
      in.skipChildren();
    }
  }

  private static Operation only(Set<Operation> told) {
    if (told.isEmpty()) {
      throw Failure.of(MISSING_PARAMETER, "The body needs 'messages', 'prompt' or 'input'.")
          .asException();
    }
    if (told.size() > 1) {
      throw Failure.of(
              INVALID_VALUE,
              "The body has more than one of 'messages', 'prompt' and 'input': name the endpoint,"
                  + " as in /api/jobs?endpoint=/v1/chat/completions.")
          .asException();
    }
    return told.iterator().next();
  }
}
