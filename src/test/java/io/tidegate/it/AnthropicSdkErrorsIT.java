package io.tidegate.it;

import static io.tidegate.it.AnthropicSdk.message;
import static io.tidegate.it.AnthropicSdk.plain;
import static io.tidegate.it.AnthropicSdk.streamed;
import static io.tidegate.it.AnthropicSdk.text;
import static io.tidegate.it.Sdk.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.GatewayTimeoutException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.OverloadedException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.databind.JsonNode;
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

/** Which exception of Anthropic's own client an application sees for each way to fail. */
final class AnthropicSdkErrorsIT extends OneNode {

  /** More than {@code tidegate.api.max-request-size}. */
  private static final int TOO_LONG = (32 << 20) + 1;

  private AnthropicClient client;

  @BeforeEach
  void open() {
    client = AnthropicSdk.settings().build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void tellsAMalformedRequest() {
    AnthropicServiceException error =
        refused(BadRequestException.class, () -> plain(client, message().model("").build()));
    told(error, 400, "invalid_request_error", "'model' must be the name of a model");

    error =
        refused(
            BadRequestException.class,
            () -> streamed(client, message().messages(List.of()).build()));
    told(error, 400, "invalid_request_error", "'messages' must not be empty");
  }

  @Test
  void tellsAStrangerThatTheKeyIsMissing() {
    AnthropicClient stranger =
        AnthropicSdk.settings().putHeader("X-Forwarded-For", "203.0.113.9").build();

    AnthropicServiceException error =
        refused(UnauthorizedException.class, () -> plain(stranger, message().build()));

    told(error, 401, "authentication_error", "key");
    stranger.close();
  }

  @Test
  void tellsThatAModelIsUnknown() {
    AnthropicServiceException error =
        refused(NotFoundException.class, () -> plain(client, message().model("nobody").build()));
    told(error, 404, "not_found_error", "'nobody' does not exist");

    error = refused(NotFoundException.class, () -> client.models().retrieve("nobody"));
    assertThat(error.statusCode()).isEqualTo(404);
  }

  @Test
  void tellsThatARequestIsTooLarge() {
    AnthropicServiceException error =
        refused(
            AnthropicServiceException.class,
            () -> plain(client, message("x".repeat(TOO_LONG)).build()));

    told(error, 413, "request_too_large", "32");
  }

  @Test
  void tellsATenantsOwnLimitAndThatRetriesAreInVain() {
    Pause pause = new Pause(() -> {});
    AnthropicClient patient = AnthropicSdk.settings().maxRetries(2).sleeper(pause).build();
    Admin.send(
        "/api/switches/refuse-tenant",
        "PUT",
        "{\"reason\":\"flood\",\"for\":\"PT10M\",\"value\":\"local\"}");
    try {
      AnthropicServiceException error =
          refused(RateLimitException.class, () -> plain(patient, message().build()));
      told(error, 429, "rate_limit_error", "");
      assertThat(error.headers().values("retry-after")).hasSize(1);
      assertThat(pause.asked()).isEmpty();
    } finally {
      Admin.send("/api/switches/refuse-tenant?value=local", "DELETE", null);
      patient.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, BadRequestException,          invalid_request_error",
    "403, PermissionDeniedException,    permission_error",
    "422, UnprocessableEntityException, invalid_request_error",
  })
  void tellsARefusalOfTheNodeInItsOwnWords(int status, String kind, String type) {
    fleet.kill("one");
    Admin.send("/api/nodes/one", "DELETE", null);
    try (RefusingNode node = new RefusingNode(status)) {
      AnthropicServiceException error =
          refused(AnthropicServiceException.class, () -> plain(client, message().build()));

      told(error, status, type, RefusingNode.WORDS);
      assertThat(error.getClass().getSimpleName()).isEqualTo(kind);
      assertThat(node.asked()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BUSY_503,             false, 529, overloaded_error, All nodes for this model are busy",
    "BUSY_429,             true,  529, overloaded_error, All nodes for this model are busy",
    "BUSY_529,             true,  529, overloaded_error, All nodes for this model are busy",
    "ERROR_AFTER_PREAMBLE, true,  529, overloaded_error, All nodes for this model are busy",
    "CUT_MID_STREAM,       false, 502, api_error,        The node broke off",
    "END_AFTER_PREAMBLE,   true,  502, api_error,        The node",
    "KEY_REFUSED,          true,  502, api_error,        No node accepts",
  })
  void tellsAFaultOfTheOnlyNode(
      Fault fault, boolean stream, int status, String type, String words) {
    fleet.fault("one", fault);

    AnthropicServiceException error =
        refused(
            status == 529 ? OverloadedException.class : InternalServerException.class,
            () -> ask(stream));

    told(error, status, type, words);
    assertThat(Integer.parseInt(error.headers().values("retry-after").get(0))).isBetween(1, 8);
  }

  @Test
  void waitsForASilentNodeForAsLongAsTheClientDoes() {
    fleet.fault("one", Fault.STALL);
    AnthropicClient hasty = AnthropicSdk.settings().putHeader("X-Stainless-Timeout", "3").build();

    AnthropicServiceException error =
        refused(GatewayTimeoutException.class, () -> plain(hasty, message().build()));

    told(error, 504, "timeout_error", "");
    hasty.close();
  }

  @ParameterizedTest
  @CsvSource({"CUT_MID_STREAM, api_error", "ERROR_MID_STREAM, overloaded_error"})
  void raisesAnErrorInTheMidstOfAStream(Fault fault, String type) {
    fleet.fault("one", fault);
    List<RawMessageStreamEvent> before = new ArrayList<>();

    AnthropicServiceException error =
        refused(SseException.class, () -> AnthropicSdk.stream(client, message().build(), before));

    told(error, 200, type, "");
    assertThat(before).isNotEmpty().noneMatch(RawMessageStreamEvent::isMessageStop);
  }

  @Test
  void answersInTheEndWhenTheNodeIsBusyOnlyAtFirst() {
    fleet.fault("one", Fault.BUSY_529);
    Pause pause = new Pause(() -> fleet.fault("one", Fault.NONE));
    AnthropicOkHttpClient.Builder settings = AnthropicSdk.settings();
    AnthropicClient patient = settings.maxRetries(2).sleeper(pause).build();

    Message answer = plain(patient, message().build());

    assertThat(text(answer)).isEqualTo(RIGHT);
    assertThat(pause.asked())
        .singleElement()
        .satisfies(
            time -> assertThat(time).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8)));
    patient.close();
  }

  private void ask(boolean stream) {
    if (stream) {
      streamed(client, message().build());
    } else {
      plain(client, message().build());
    }
  }

  private static AnthropicServiceException refused(
      Class<? extends AnthropicServiceException> kind, ThrowingCallable call) {
    AnthropicServiceException error = catchThrowableOfType(kind, call);
    assertThat(error).as("the exception").isNotNull();
    return error;
  }

  private static void told(AnthropicServiceException error, int status, String type, String words) {
    JsonNode said = error.body().convert(JsonNode.class);
    assertThat(error.statusCode()).isEqualTo(status);
    assertThat(said.path("type").asText()).isEqualTo("error");
    assertThat(said.at("/error/type").asText()).isEqualTo(type);
    assertThat(said.at("/error/message").asText()).contains(words);
    assertThat(error.headers().values("request-id"))
        .containsExactly(said.path("request_id").asText());
  }
}
