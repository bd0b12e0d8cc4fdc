package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers of a node in Messages. */
class SimulatorMessagesTest extends NodeFixture {
  private static final String PATH = "/messages";
  private static final String STREAM = "\"stream\":true,";
  private static final String TOOLS =
      """
      "tools":[{"name":"first","input_schema":{}},{"name":"second","input_schema":
      {"type":"object","properties":{"where":{"type":"string"}},"required":["where"]}}],
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'messages':[]} | missing field `model`",
        "{'model':'deepseek-flash'} | missing field `messages`",
        "{'model':'deepseek-flash','messages':[]} | Empty input messages",
        "{'model':'deepseek-flash','messages':[{'role':'user','content':'a'}]} | missing field"
            + " `max_tokens`",
        "{'model':'deepseek-flash','max_tokens':0,'messages':[{'role':'user','content':'a'}]} |"
            + " Invalid max_tokens value, the valid range of max_tokens is [1, 393216]",
        "{'model':'deepseek-flash','messages':[{'role':'user'}]} | messages[0]: missing field"
            + " `content`",
        "{'model':'deepseek-flash','messages':[{'role':'tool','content':'a'}]} | messages[0].role:"
            + " unknown variant `tool`, expected one of `assistant`, `system`, `user`",
        "{'model':'deepseek-flash','messages':[{'role':'user','content':[{'type':'document'}]}]} |"
            + " messages[0].content: unknown variant `document`",
        "{'model':'deepseek-flash','messages':[{'role':'user','content':'a'}],'max_tokens':1,"
            + "'metadata':{'user_id':'{}'}} | Expected a string that matches the pattern"
            + " '^[a-zA-Z0-9_-]+$'.",
        "{'model':'deepseek-flash','messages':[{'role':'user','content':'a'}],'tools':[{'type':"
            + "'custom','name':'x'}]} | tools[0]: unknown variant `custom`",
        "{'model':'deepseek-flash','messages':[{'role':'assistant','content':[{'type':'tool_use',"
            + "'id':'t'}]}]} | The `content[].thinking` in the thinking mode must be passed back"
            + " to the API.",
        "{'model':'deepseek-flash','messages':[{'role':'assistant','content':[{'type':'thinking'},"
            + "{'type':'tool_use','id':'t'}]}]} | `tool_use` ids were found without `tool_result`"
      })
  void saysWhatIsWrongInTheWordsOfNodes(String body, String words) throws Exception {
    HttpResponse<String> response = Requests.post(simulator, PATH, body.replace('\'', '"'));

    JsonNode json = Requests.json(response);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json.path("type").textValue()).isEqualTo("error");
    assertThat(json.at("/error/type").textValue()).isEqualTo("invalid_request_error");
    assertThat(json.at("/error/message").textValue()).contains(words);
    assertThat(json.path("request_id").textValue()).isEqualTo("node-1");
    assertThat(response.headers().firstValue("request-id")).hasValue("node-1");
  }

  @Test
  void answersAPlainCallWithThinkingAndUsage() throws Exception {
    JsonNode json = Requests.json(Requests.post(simulator, PATH, Requests.message("Hello", "")));

    assertThat(json.path("type").textValue()).isEqualTo("message");
    assertThat(json.path("stop_reason").textValue()).isEqualTo("end_turn");
    assertThat(json.at("/content/0/thinking").textValue())
        .isEqualTo(SimulatedAnswer.reasoning("Hello"));
    assertThat(json.at("/content/1/text").textValue()).isEqualTo(SimulatedAnswer.text("Hello", 4));
    assertThat(json.path("usage").toString())
        .isEqualTo(
            "{\"input_tokens\":2,\"cache_creation_input_tokens\":0,"
                + "\"cache_read_input_tokens\":0,\"output_tokens\":10}");
  }

  @Test
  void countsCachedTokensBesideTheInput() throws Exception {
    String prompt = "x".repeat(300);
    String ask = Requests.message(prompt, "");

    JsonNode usage = Requests.json(Requests.post(simulator, PATH, ask)).path("usage");
    JsonNode chat =
        Requests.json(Requests.post(simulator, "/chat/completions", Requests.chat(prompt, "")));
    JsonNode count = Requests.json(Requests.post(simulator, PATH + "/count_tokens", ask));

    assertThat(usage.path("input_tokens").intValue()).isEqualTo(11);
    assertThat(usage.path("cache_read_input_tokens").intValue()).isEqualTo(64);
    assertThat(count.toString()).isEqualTo("{\"input_tokens\":75}");
    assertThat(chat.at("/usage/prompt_tokens").intValue()).isEqualTo(75);
  }

  @Test
  void countsSystemAndTools() throws Exception {
    String ask = Requests.message("Hi", TOOLS + "\"system\":\"Be kind to the tide.\",");
    String plain = Requests.message("Hi", "");

    int all = tokens(Requests.post(simulator, PATH + "/count_tokens", ask));
    int one = tokens(Requests.post(simulator, PATH + "/count_tokens", plain));
    JsonNode usage = Requests.json(Requests.post(simulator, PATH, ask)).path("usage");

    assertThat(one).isEqualTo(1);
    assertThat(all).isGreaterThan(20);
    assertThat(usage.path("input_tokens").intValue()).isEqualTo(all);
  }

  private static int tokens(HttpResponse<String> response) {
    return Requests.json(response).path("input_tokens").intValue();
  }

  @Test
  void streamsUsageAtBothEnds() throws Exception {
    List<JsonNode> events =
        Requests.events(Requests.post(simulator, PATH, Requests.message("Hello", STREAM)).body());

    JsonNode start = events.get(0);
    JsonNode delta = events.get(events.size() - 2);
    assertThat(start.at("/message/content").isEmpty()).isTrue();
    assertThat(start.at("/message/usage/input_tokens").intValue()).isEqualTo(2);
    assertThat(start.at("/message/usage/output_tokens").intValue()).isEqualTo(1);
    assertThat(delta.path("type").textValue()).isEqualTo("message_delta");
    assertThat(delta.at("/delta/stop_reason").textValue()).isEqualTo("end_turn");
    assertThat(delta.at("/usage/output_tokens").intValue()).isEqualTo(10);
  }

  @Test
  void streamsTheInputOfTheToolThatIsChosen() throws Exception {
    String choice = "\"tool_choice\":{\"type\":\"tool\",\"name\":\"second\"},";
    String quiet = "\"thinking\":{\"type\":\"disabled\"},";
    String ask = Requests.message("Here", TOOLS + choice + quiet);

    JsonNode plain = Requests.json(Requests.post(simulator, PATH, ask));
    List<JsonNode> events =
        Requests.events(
            Requests.post(simulator, PATH, ask.replaceFirst("\\{", "{" + STREAM)).body());

    assertThat(plain.path("stop_reason").textValue()).isEqualTo("tool_use");
    assertThat(plain.at("/content/0/input").toString()).isEqualTo("{\"where\":\"Here\"}");
    StringBuilder input = new StringBuilder();
    events.forEach(event -> input.append(event.at("/delta/partial_json").asText("")));
    assertThat(input.toString()).isEqualTo("{\"where\":\"Here\"}");
    JsonNode block = events.get(2).path("content_block");
    assertThat(block.path("name").textValue()).isEqualTo("second");
    assertThat(block.path("input").toString()).isEqualTo("{}");
    assertThat(events.get(3).at("/delta/partial_json").textValue()).isEmpty();
  }

  @Test
  void answersInTextOnceTheToolHasItsResult() throws Exception {
    String ask =
        "{"
            + TOOLS
            + """
            "model":"deepseek-flash","max_tokens":1,"messages":[{"role":"user","content":"Where?"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"Hm"},
            {"type":"tool_use","id":"t","name":"first","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"Here"}]}]}
            """;

    JsonNode json = Requests.json(Requests.post(simulator, PATH, ask));

    assertThat(json.at("/content/1/text").textValue()).isEqualTo(SimulatedAnswer.text("Where?", 1));
    assertThat(json.path("stop_reason").textValue()).isEqualTo("max_tokens");
  }

  @Test
  void hasOpenAisEnvelopeIfAskedTo() throws Exception {
    simulator.settings(simulator.settings().withOpenAiErrors(true));
    simulator.fault(Fault.BUSY_503);

    JsonNode json = Requests.json(Requests.post(simulator, PATH, Requests.message("Hi", "")));

    assertThat(json.has("type")).isFalse();
    assertThat(json.at("/error/code").textValue()).isEqualTo("service_unavailable_error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/messages", "/anthropic/v1/messages", "/anthropic/messages?beta=true"})
  void takesTheKeyInEitherHeader(String path) throws Exception {
    simulator.settings(simulator.settings().withRequiredKey("right"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulator.port() + path))
            .POST(BodyPublishers.ofString(Requests.message("Hi", "")));

    assertThat(status(request.copy())).isEqualTo(401);
    assertThat(status(request.copy().header("x-api-key", "right"))).isEqualTo(200);
    assertThat(status(request.copy().header("Authorization", "Bearer right"))).isEqualTo(200);
    assertThat(
            status(request.copy().header("Authorization", "Bearer x").header("x-api-key", "right")))
        .isEqualTo(401);
  }

  private static int status(HttpRequest.Builder request) throws Exception {
    return Requests.CLIENT.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  @Test
  void servesNothingElseUnderTheRootOfMessages() throws Exception {
    assertThat(
            status(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:"
                                + simulator.port()
                                + "/anthropic/v1/chat/completions"))
                    .POST(BodyPublishers.ofString(Requests.chat("Hi", "")))))
        .isEqualTo(404);
  }
}
