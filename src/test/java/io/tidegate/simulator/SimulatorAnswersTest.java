package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The answers of a node without faults. */
class SimulatorAnswersTest extends NodeFixture {
  private static final String CHAT = "/chat/completions";
  private static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look_up\"}}],";

  @Test
  void answersAPlainChatWithReasoningAndUsage() throws Exception {
    HttpResponse<String> response =
        Requests.post(simulator, CHAT, Requests.chat("Hello there", false));

    JsonNode json = Requests.json(response);
    JsonNode choice = json.path("choices").path(0);
    assertThat(response.headers().firstValue("x-request-id")).hasValue("node-1");
    assertThat(json.path("object").textValue()).isEqualTo("chat.completion");
    assertThat(json.path("model").textValue()).isEqualTo("deepseek-flash");
    assertThat(choice.path("message").path("content").textValue())
        .isEqualTo(SimulatedAnswer.text("Hello there", 4))
        .startsWith("Simulated answer to \"Hello there\": ");
    assertThat(choice.path("message").path("reasoning_content").textValue())
        .isEqualTo(SimulatedAnswer.reasoning("Hello there"));
    assertThat(choice.path("finish_reason").textValue()).isEqualTo("stop");
    assertUsage(json.path("usage"), 3, 6, 10);
  }

  @Test
  void streamsReasoningBeforeContentAndEndsWithDone() throws Exception {
    HttpResponse<String> response = Requests.post(simulator, CHAT, Requests.chat("Hi", true));

    List<JsonNode> deltas =
        Requests.events(response.body()).stream()
            .map(event -> event.path("choices").path(0).path("delta"))
            .toList();
    assertThat(deltas.get(0).path("role").textValue()).isEqualTo("assistant");
    assertThat(deltas.get(0).path("reasoning_content").textValue()).isEmpty();
    assertThat(deltas.subList(1, 7)).allMatch(delta -> delta.has("reasoning_content"));
    assertThat(deltas.subList(7, 11)).allMatch(delta -> delta.has("content"));
    assertThat(Requests.text(response.body())).isEqualTo(SimulatedAnswer.text("Hi", 4));
    assertThat(response.body()).endsWith("data: [DONE]\n\n").doesNotContain("usage");
  }

  @Test
  void sendsUsageInAChunkOfItsOwnIfAsked() throws Exception {
    String ask = "\"stream\":true,\"stream_options\":{\"include_usage\":true},";

    List<JsonNode> events =
        Requests.events(Requests.post(simulator, CHAT, Requests.chat("Hi", ask)).body());

    JsonNode last = events.get(events.size() - 1);
    assertThat(last.path("choices").isEmpty()).isTrue();
    assertUsage(last.path("usage"), 1, 6, 10);
    assertThat(events.subList(0, events.size() - 1)).allMatch(e -> e.path("usage").isNull());
  }

  @Test
  void leavesReasoningOutIfTheCallDisablesIt() throws Exception {
    String ask = "\"thinking\":{\"type\":\"disabled\"},";

    HttpResponse<String> response = Requests.post(simulator, CHAT, Requests.chat("Hi", ask));

    assertThat(response.body()).doesNotContain("reasoning_content");
    assertUsage(Requests.json(response).path("usage"), 1, 0, 4);
  }

  @Test
  void stopsAtTheCallersLimit() throws Exception {
    String ask = "\"max_tokens\":2,";

    JsonNode json = Requests.json(Requests.post(simulator, CHAT, Requests.chat("Hi", ask)));

    JsonNode choice = json.path("choices").path(0);
    assertThat(choice.path("message").path("content").textValue())
        .isEqualTo(SimulatedAnswer.text("Hi", 2));
    assertThat(choice.path("finish_reason").textValue()).isEqualTo("length");
  }

  @Test
  void callsTheFirstToolInSeveralFragments() throws Exception {
    String ask = TOOLS + "\"stream\":true,";

    List<JsonNode> calls =
        Requests.events(Requests.post(simulator, CHAT, Requests.chat("Où?", ask)).body()).stream()
            .map(event -> event.path("choices").path(0).path("delta").path("tool_calls").path(0))
            .filter(call -> !call.isMissingNode())
            .toList();

    StringBuilder arguments = new StringBuilder();
    calls.forEach(call -> arguments.append(call.path("function").path("arguments").textValue()));
    assertThat(calls).hasSizeGreaterThan(1);
    assertThat(calls.get(0).path("function").path("name").textValue()).isEqualTo("look_up");
    assertThat(calls.get(0).path("id").textValue()).startsWith("call_");
    assertThat(calls.subList(1, calls.size())).noneMatch(call -> call.has("id"));
    assertThat(Requests.json(arguments.toString()).path("query").textValue()).isEqualTo("Où?");
  }

  @Test
  void callsTheSameToolInAPlainAnswer() throws Exception {
    String ask = Requests.chat("Where?", TOOLS);

    JsonNode first = Requests.json(Requests.post(simulator, CHAT, ask)).path("choices").path(0);
    JsonNode again = Requests.json(Requests.post(simulator, CHAT, ask)).path("choices").path(0);

    assertThat(first).isEqualTo(again);
    assertThat(first.path("finish_reason").textValue()).isEqualTo("tool_calls");
    assertThat(first.at("/message/tool_calls/0/function/arguments").textValue())
        .isEqualTo("{\"query\":\"Where?\"}");
  }

  @Test
  void answersInTextWhenToolsAreDoneOrUnwanted() throws Exception {
    String unwanted = Requests.chat("Hi", TOOLS + "\"tool_choice\":\"none\",");
    String done = Requests.chat("Hi", TOOLS).replace("}]}", "},{\"role\":\"tool\"}]}");

    for (String ask : List.of(unwanted, done)) {
      JsonNode json = Requests.json(Requests.post(simulator, CHAT, ask));
      assertThat(json.at("/choices/0/message/content").textValue())
          .isEqualTo(SimulatedAnswer.text("Hi", 4));
    }
  }

  @Test
  void takesThePromptFromTextPartsOfTheLastUserMessage() throws Exception {
    String ask =
        """
        {"model":"deepseek-v4-pro","messages":[{"role":"user","content":"first"},
         {"role":"assistant","content":"x"},
         {"role":"user","content":[{"type":"text","text":"sec"},{"type":"text","text":"ond"}]}]}
        """;

    JsonNode json = Requests.json(Requests.post(simulator, CHAT, ask));

    assertThat(json.at("/choices/0/message/content").textValue())
        .isEqualTo(SimulatedAnswer.text("second", 4));
    assertThat(json.path("model").textValue()).isEqualTo("deepseek-v4-pro");
  }

  @Test
  void answersCompletionsPlainAndStreamed() throws Exception {
    String ask = "{\"model\":\"deepseek-flash\",\"prompt\":\"def f(\",\"stream\":%b}";

    String plain = Requests.post(simulator, "/completions", ask.formatted(false)).body();
    String stream = Requests.post(simulator, "/completions", ask.formatted(true)).body();

    assertThat(Requests.json(plain).at("/choices/0/text").textValue())
        .isEqualTo(SimulatedAnswer.text("def f(", 4))
        .isEqualTo(Requests.text(stream));
    assertThat(Requests.events(stream))
        .allMatch(e -> e.at("/object").asText().equals("text_completion"));
    assertThat(stream).endsWith("data: [DONE]\n\n");
  }

  @Test
  void embedsAsNumbersAndAsBase64() throws Exception {
    String ask =
        "{\"model\":\"deepseek-flash\",\"encoding_format\":\"%s\",\"input\":[\"a\",\"b\"]}";

    JsonNode floats =
        Requests.json(Requests.post(simulator, "/embeddings", ask.formatted("float")));
    JsonNode base64 =
        Requests.json(Requests.post(simulator, "/embeddings", ask.formatted("base64")));

    float[] expected = SimulatedAnswer.embedding("b");
    float[] decoded = new float[expected.length];
    byte[] bytes = Base64.getDecoder().decode(base64.at("/data/1/embedding").textValue());
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(decoded);
    assertThat(decoded).containsExactly(expected);
    assertThat(floats.at("/data/1/embedding")).hasSize(expected.length);
    assertThat(floats.at("/data/1/embedding/3").floatValue()).isEqualTo(expected[3]);
    assertThat(floats.at("/usage/total_tokens").intValue()).isEqualTo(2);
  }

  @Test
  void listsItsModels() throws Exception {
    JsonNode json = Requests.json(Requests.get(simulator, "/models"));

    assertThat(json.path("data").findValuesAsText("id"))
        .containsExactly("deepseek-flash", "deepseek-v4-pro");
  }

  @Test
  void refusesWhatItCannotAnswer() throws Exception {
    String stranger = Requests.chat("Hi", false).replace("deepseek-flash", "gpt-0");

    assertRefused(Requests.post(simulator, CHAT, stranger), 404, "model_not_found");
    assertRefused(Requests.post(simulator, CHAT, "not json"), 400, "invalid_request_error");
    assertRefused(Requests.post(simulator, CHAT, "{\"model\":\"x\"}"), 400, "messages");
    assertRefused(Requests.post(simulator, CHAT, "{\"messages\":[1]}"), 400, "model is");
    assertRefused(Requests.get(simulator, "/nothing"), 404, "/nothing");
    assertThat(simulator.stats()).isEqualTo(new SimulatorStats(0, 0, 4, 0, 0, 0));
  }

  @Test
  void insistsOnItsKeyIfItHasOne() throws Exception {
    simulator.settings(Requests.instant().withRequiredKey("sk-right"));

    HttpResponse<String> refused = Requests.get(simulator, "/models");
    HttpResponse<String> served =
        Requests.CLIENT.send(
            Requests.request(simulator, "/models")
                .header("Authorization", "Bearer sk-right")
                .build(),
            HttpResponse.BodyHandlers.ofString());

    assertRefused(refused, 401, "Authentication Fails");
    assertThat(served.statusCode()).isEqualTo(200);
  }

  @Test
  void survivesHalfASurrogatePair() throws Exception {
    String ask = Requests.chat("odd \\ud83d one", false);

    assertThat(Requests.post(simulator, CHAT, ask).statusCode()).isEqualTo(200);
  }

  private static void assertRefused(HttpResponse<String> response, int status, String word) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(Requests.json(response).path("error").toString()).contains(word);
  }

  private static void assertUsage(JsonNode usage, int prompt, int reasoning, int completion) {
    assertThat(usage.path("prompt_tokens").intValue()).isEqualTo(prompt);
    assertThat(usage.path("completion_tokens").intValue()).isEqualTo(completion);
    assertThat(usage.path("total_tokens").intValue()).isEqualTo(prompt + completion);
    assertThat(usage.at("/completion_tokens_details/reasoning_tokens").intValue())
        .isEqualTo(reasoning);
    assertThat(usage.at("/prompt_tokens_details/cached_tokens").intValue())
        .isEqualTo(usage.path("prompt_cache_hit_tokens").intValue());
  }
}
