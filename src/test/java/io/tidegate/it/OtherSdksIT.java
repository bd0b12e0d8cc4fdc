package io.tidegate.it;

import static io.tidegate.it.Sdk.MODEL;
import static io.tidegate.it.Sdk.QUESTION;
import static io.tidegate.it.Sdk.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.github.sashirestela.openai.SimpleOpenAI;
import io.github.sashirestela.openai.domain.chat.ChatMessage.UserMessage;
import io.github.sashirestela.openai.domain.chat.ChatRequest;
import io.tidegate.simulator.Fault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.api.OpenAiApi;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Clients that know no error events: what breaks off must be an error to each of them, and never a
 * short answer.
 */
final class OtherSdksIT extends OneNode {

  /** A client of some make: streams an answer and gives its text, or fails. */
  private interface Client {
    CompletableFuture<String> stream();
  }

  private static final String KEY = "unused";

  static Stream<Arguments> clients() {
    return Stream.of(
        Arguments.of("LangChain4j", (Client) OtherSdksIT::langChain4j),
        Arguments.of("Spring AI", (Client) OtherSdksIT::springAi),
        Arguments.of("simple-openai", (Client) OtherSdksIT::simpleOpenAi));
  }

  static Stream<Arguments> clientsAndFaults() {
    return clients()
        .flatMap(
            client ->
                Stream.of(
                        Fault.CUT_MID_STREAM,
                        Fault.ERROR_MID_STREAM,
                        Fault.STALL_MID_STREAM,
                        Fault.INSUFFICIENT_RESOURCE_MID_STREAM)
                    .map(fault -> Arguments.of(client.get()[0], client.get()[1], fault)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void aWholeStreamIsAnAnswer(String name, Client client) throws Exception {
    assertThat(client.stream().get(10, TimeUnit.SECONDS)).isEqualTo(RIGHT);
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("clientsAndFaults")
  void aStreamThatBreaksIsAnError(String name, Client client, Fault fault) {
    fleet.fault("one", fault);

    assertThat(client.stream()).failsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void aNewCallAfterABrokenStreamIsAnswered() throws Exception {
    fleet.fault("one", Fault.CUT_MID_STREAM);
    assertThat(langChain4j()).failsWithin(10, TimeUnit.SECONDS);
    fleet.fault("one", Fault.NONE);

    Fleet.await(
        "the node to be back",
        java.time.Duration.ofSeconds(10),
        () -> Http.post("/v1/chat/completions", Http.chat("hello", false)).statusCode() == 200);

    assertThat(langChain4j().get(10, TimeUnit.SECONDS)).isEqualTo(RIGHT);
  }

  private static CompletableFuture<String> langChain4j() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    OpenAiStreamingChatModel.builder()
        .baseUrl(DeployedEar.SERVER + "/v1")
        .apiKey(KEY)
        .modelName(MODEL)
        .build()
        .chat(
            QUESTION,
            new StreamingChatResponseHandler() {
              @Override
              public void onCompleteResponse(ChatResponse response) {
                answer.complete(response.aiMessage().text());
              }

              @Override
              public void onError(Throwable error) {
                answer.completeExceptionally(error);
              }
            });
    return answer;
  }

  private static CompletableFuture<String> springAi() {
    OpenAiApi api =
        OpenAiApi.builder()
            .baseUrl(DeployedEar.SERVER.toString())
            .apiKey(KEY)
            .webClientBuilder(WebClient.builder().clientConnector(new JdkClientHttpConnector()))
            .build();
    return OpenAiChatModel.builder()
        .openAiApi(api)
        .defaultOptions(OpenAiChatOptions.builder().model(MODEL).build())
        .build()
        .stream(new Prompt(QUESTION))
        .map(part -> part.getResult() == null ? "" : text(part.getResult().getOutput().getText()))
        .reduce("", String::concat)
        .toFuture();
  }

  private static CompletableFuture<String> simpleOpenAi() {
    SimpleOpenAI client =
        SimpleOpenAI.builder().apiKey(KEY).baseUrl(DeployedEar.SERVER.toString()).build();
    ChatRequest request =
        ChatRequest.builder().model(MODEL).message(UserMessage.of(QUESTION)).build();
    return client
        .chatCompletions()
        .createStream(request)
        .thenApply(
            parts ->
                parts
                    .filter(part -> part.getChoices() != null && !part.getChoices().isEmpty())
                    .map(part -> text(part.firstContent()))
                    .reduce("", String::concat));
  }

  private static String text(String orNull) {
    return orNull == null ? "" : orNull;
  }
}
