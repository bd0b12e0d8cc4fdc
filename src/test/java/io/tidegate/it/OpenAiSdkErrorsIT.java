package io.tidegate.it;

import static io.tidegate.it.Sdk.RIGHT;
import static io.tidegate.it.Sdk.chat;
import static io.tidegate.it.Sdk.message;
import static io.tidegate.it.Sdk.plain;
import static io.tidegate.it.Sdk.streamed;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonField;
import com.openai.core.JsonMissing;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageParam;
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

/** Which exception of OpenAI's own client an application sees for each way to fail. */
final class OpenAiSdkErrorsIT extends OneNode {

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
  void tellsAMalformedRequestWithItsField() {
    ChatCompletionCreateParams nameless = chat().model("").build();
    ChatCompletionCreateParams silent = with(JsonMissing.of());
    ChatCompletionCreateParams odd = with(JsonValue.from(List.of(1)));

    OpenAIServiceException error =
        refused(BadRequestException.class, () -> plain(client, nameless));
    told(error, 400, "invalid_request_error", "invalid_value");
    assertThat(error.param()).hasValue("model");
    error = refused(BadRequestException.class, () -> plain(client, silent));
    told(error, 400, "invalid_request_error", "missing_required_parameter");
    assertThat(error.param()).hasValue("messages");
    error = refused(BadRequestException.class, () -> streamed(client, odd));
    told(error, 400, "invalid_request_error", "invalid_value");
    assertThat(error).hasMessage("400: 'messages[0]' must be an object.");
  }

  @Test
  void tellsAStrangerThatTheKeyIsMissing() {
    OpenAIClient stranger = Sdk.settings().putHeader("X-Forwarded-For", "203.0.113.9").build();

    OpenAIServiceException error =
        refused(UnauthorizedException.class, () -> plain(stranger, chat().build()));

    told(error, 401, "invalid_request_error", "invalid_api_key");
    stranger.close();
  }

  @Test
  void tellsThatAModelIsUnknown() {
    OpenAIServiceException error =
        refused(NotFoundException.class, () -> plain(client, chat().model("nobody").build()));
    told(error, 404, "invalid_request_error", "model_not_found");
    assertThat(error.param()).hasValue("model");
    assertThat(error).hasMessageContaining("'nobody' does not exist");

    error = refused(NotFoundException.class, () -> client.models().retrieve("vendor/nobody"));
    told(error, 404, "invalid_request_error", "model_not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "BUSY_503,       false, 503, upstream_busy,    All nodes for this model are busy",
    "BUSY_503,       true,  503, upstream_busy,    All nodes for this model are busy",
    "CUT_MID_STREAM, false, 502, upstream_failed,  The node broke off",
    "KEY_REFUSED,    true,  502, upstream_failed,  No node accepts the gateway's own credentials",
  })
  void tellsAFaultOfTheOnlyNode(
      Fault fault, boolean stream, int status, String code, String message) {
    fleet.fault("one", fault);
    ThrowingCallable call = () -> ask(stream);

    OpenAIServiceException error = refused(InternalServerException.class, call);

    told(error, status, "server_error", code);
    assertThat(error).hasMessageStartingWith(status + ": " + message);
    assertThat(error.headers().values("Retry-After")).hasSize(1);
  }

  @Test
  void waitsForASilentNodeForAsLongAsTheClientDoes() {
    fleet.fault("one", Fault.STALL);
    OpenAIClient hasty = Sdk.settings().putHeader("X-Stainless-Timeout", "3").build();

    OpenAIServiceException error =
        refused(InternalServerException.class, () -> plain(hasty, chat().build()));

    told(error, 504, "server_error", "deadline_exceeded");
    hasty.close();
  }

  @Test
  void raisesAnErrorInTheMidstOfAStream() {
    fleet.fault("one", Fault.CUT_MID_STREAM);
    List<ChatCompletionChunk> before = new ArrayList<>();

    OpenAIServiceException error =
        refused(SseException.class, () -> Sdk.stream(client, chat().build(), before));

    told(error, 200, "server_error", "upstream_failed");
    assertThat(error).hasMessageContaining("The node broke off before its answer was complete.");
    assertThat(RIGHT).startsWith(content(before)).isNotEqualTo(content(before));
    assertThat(content(before)).isNotEmpty();
  }

  @Test
  void answersInTheEndWhenTheNodeIsBusyOnlyAtFirst() {
    fleet.fault("one", Fault.BUSY_503);
    Pause pause = new Pause(() -> fleet.fault("one", Fault.NONE));
    OpenAIClient patient = Sdk.settings().maxRetries(2).sleeper(pause).build();

    ChatCompletion answer = plain(patient, chat().build());

    assertThat(message(answer).content()).hasValue(RIGHT);
    assertThat(pause.asked())
        .singleElement()
        .satisfies(
            time -> assertThat(time).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8)));
    patient.close();
  }

  /** A chat whose messages are not what the SDK would let pass. */
  @SuppressWarnings("unchecked")
  private static ChatCompletionCreateParams with(JsonValue messages) {
    return chat().messages((JsonField<List<ChatCompletionMessageParam>>) messages).build();
  }

  private void ask(boolean stream) {
    if (stream) {
      streamed(client, chat().build());
    } else {
      plain(client, chat().build());
    }
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

  private static String content(List<ChatCompletionChunk> chunks) {
    return chunks.stream()
        .flatMap(chunk -> chunk.choices().stream())
        .flatMap(choice -> choice.delta().content().stream())
        .collect(joining());
  }
}
