package io.tidegate.it;

import static io.tidegate.it.ResponsesSdk.plain;
import static io.tidegate.it.ResponsesSdk.response;
import static io.tidegate.it.ResponsesSdk.streamed;
import static io.tidegate.it.ResponsesSdk.text;
import static io.tidegate.it.Sdk.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import io.tidegate.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which exception of OpenAI's own client an application sees when a response fails. */
final class OpenAiResponsesErrorsIT extends OneNode {

  /** More than {@code tidegate.api.max-request-size}. */
  private static final int TOO_LONG = (32 << 20) + 1;

  private OpenAIClient client;

  @BeforeEach
  void open() {
    client = Sdk.settings().build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void tellsAMalformedRequestAndWhatNeedsStateWithItsField() {
    OpenAIServiceException error =
        refused(BadRequestException.class, () -> plain(client, response().model("").build()));
    told(error, 400, "invalid_request_error", "invalid_value");
    assertThat(error.param()).hasValue("model");

    error =
        refused(
            BadRequestException.class,
            () -> streamed(client, response().previousResponseId("resp_1").build()));
    assertThat(error.param()).hasValue("previous_response_id");
  }

  @Test
  void tellsAStrangerThatTheKeyIsMissing() {
    OpenAIClient stranger = Sdk.settings().putHeader("X-Forwarded-For", "203.0.113.9").build();

    OpenAIServiceException error =
        refused(UnauthorizedException.class, () -> plain(stranger, response().build()));

    told(error, 401, "invalid_request_error", "invalid_api_key");
    stranger.close();
  }

  /** Row 24. */
  @Test
  void tellsThatAModelOrAResponseIsUnknown() {
    OpenAIServiceException error =
        refused(NotFoundException.class, () -> plain(client, response().model("nobody").build()));
    told(error, 404, "invalid_request_error", "model_not_found");

    refused(NotFoundException.class, () -> client.responses().retrieve("resp_1"));
    refused(NotFoundException.class, () -> client.responses().cancel("resp_1"));
  }

  @Test
  void tellsThatARequestIsTooLarge() {
    OpenAIServiceException error =
        refused(
            UnexpectedStatusCodeException.class,
            () -> plain(client, response("x".repeat(TOO_LONG)).build()));

    told(error, 413, "invalid_request_error", "request_too_large");
  }

  @Test
  void tellsATenantsOwnLimitAndThatRetriesAreInVain() {
    Pause pause = new Pause(() -> {});
    OpenAIClient patient = Sdk.settings().maxRetries(2).sleeper(pause).build();
    Admin.send(
        "/api/switches/refuse-tenant",
        "PUT",
        "{\"reason\":\"flood\",\"for\":\"PT10M\",\"value\":\"local\"}");
    try {
      OpenAIServiceException error =
          refused(RateLimitException.class, () -> plain(patient, response().build()));
      told(error, 429, "rate_limit_error", "tenant_refused");
      assertThat(pause.asked()).isEmpty();
    } finally {
      Admin.send("/api/switches/refuse-tenant?value=local", "DELETE", null);
      patient.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, BadRequestException",
    "403, PermissionDeniedException",
    "422, UnprocessableEntityException",
  })
  void tellsARefusalOfTheNodeInItsOwnWords(int status, String kind) {
    fleet.kill("one");
    Admin.send("/api/nodes/one", "DELETE", null);
    try (RefusingNode node = new RefusingNode(status)) {
      OpenAIServiceException error =
          refused(OpenAIServiceException.class, () -> plain(client, response().build()));

      assertThat(error.statusCode()).isEqualTo(status);
      assertThat(error.getClass().getSimpleName()).isEqualTo(kind);
      assertThat(error).hasMessageContaining(RefusingNode.WORDS);
      assertThat(node.asked()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BUSY_503,              false, 503, upstream_busy",
    "BUSY_529,              true,  503, upstream_busy",
    "ERROR_AFTER_PREAMBLE,  true,  503, upstream_busy",
    "CUT_MID_STREAM,        false, 502, upstream_failed",
    "END_AFTER_PREAMBLE,    true,  502, upstream_failed",
    "FAILED_AFTER_PREAMBLE, true,  502, upstream_failed",
    "KEY_REFUSED,           true,  502, upstream_failed",
  })
  void tellsAFaultOfTheOnlyNode(Fault fault, boolean stream, int status, String code) {
    fleet.fault("one", fault);

    OpenAIServiceException error =
        refused(
            InternalServerException.class,
            () -> {
              if (stream) {
                streamed(client, response().build());
              } else {
                plain(client, response().build());
              }
            });

    told(error, status, "server_error", code);
    assertThat(Integer.parseInt(error.headers().values("Retry-After").get(0))).isBetween(1, 8);
  }

  @Test
  void waitsForASilentNodeForAsLongAsTheClientDoes() {
    fleet.fault("one", Fault.STALL);
    OpenAIClient hasty = Sdk.settings().putHeader("X-Stainless-Timeout", "3").build();

    OpenAIServiceException error =
        refused(InternalServerException.class, () -> plain(hasty, response().build()));

    told(error, 504, "server_error", "deadline_exceeded");
    hasty.close();
  }

  /** Its SDKs raise nothing then: the last event says so, and the status of its response. */
  @ParameterizedTest
  @CsvSource({"CUT_MID_STREAM", "ERROR_MID_STREAM", "FAILED_MID_STREAM", "END_MID_STREAM"})
  void endsABrokenStreamByAResponseThatFailed(Fault fault) {
    fleet.fault("one", fault);

    List<ResponseStreamEvent> events = new ArrayList<>();
    try {
      ResponsesSdk.stream(client, response().build(), events);
    } catch (OpenAIException broken) {
      // The connection ends without the end of the body, too.
      assertThat(broken).isInstanceOf(OpenAIIoException.class);
    }

    ResponseStreamEvent last = events.get(events.size() - 1);
    assertThat(events).noneMatch(ResponseStreamEvent::isCompleted);
    assertThat(last.isFailed()).isTrue();
    assertThat(last.asFailed().response().status()).hasValue(ResponseStatus.FAILED);
    assertThat(last.asFailed().response().error()).isPresent();
    assertThat(last.asFailed().sequenceNumber()).isEqualTo(events.size() - 1);
  }

  @Test
  void answersInTheEndWhenTheNodeIsBusyOnlyAtFirst() {
    fleet.fault("one", Fault.BUSY_503);
    Pause pause = new Pause(() -> fleet.fault("one", Fault.NONE));
    OpenAIClient patient = Sdk.settings().maxRetries(2).sleeper(pause).build();

    Response answer = plain(patient, response().build());

    assertThat(text(answer)).isEqualTo(RIGHT);
    assertThat(pause.asked())
        .singleElement()
        .satisfies(
            time -> assertThat(time).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8)));
    patient.close();
  }

  private static OpenAIServiceException refused(
      Class<? extends OpenAIServiceException> kind, ThrowingCallable call) {
    OpenAIServiceException error = catchThrowableOfType(kind, call);
    assertThat(error).as("the exception").isNotNull();
    return error;
  }

  private static void told(OpenAIServiceException error, int status, String type, String code) {
    assertThat(error.statusCode()).isEqualTo(status);
    assertThat(error.type()).hasValue(type);
    assertThat(error.code()).hasValue(code);
    assertThat(error.headers().values("x-request-id")).hasSize(1);
  }
}
