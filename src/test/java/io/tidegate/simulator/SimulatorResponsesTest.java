package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers of a node in Responses. */
class SimulatorResponsesTest extends NodeFixture {
  private static final String PATH = "/responses";
  private static final String STREAM = "\"stream\":true,";
  private static final String TOOLS =
      """
      "tools":[{"type":"web_search"},{"type":"function","name":"first"},
      {"type":"function","name":"second","parameters":{"type":"object",
      "properties":{"where":{"type":"string"}},"required":["where"]}}],
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[] | the body must be a JSON object",
        "{} | Failed to deserialize the JSON body into the target type: missing field `model` at"
            + " line 1 column 2",
        "{'model':'deepseek-flash'} | missing field `input`",
        "{'model':'deepseek-flash','input':5} | input: data did not match any variant",
        "{'model':'deepseek-flash','input':'a','max_output_tokens':0} | Invalid max_output_tokens"
            + " value, the valid range of max_output_tokens is [1, 393216]",
        "{'model':'deepseek-flash','input':'a','temperature':3} | the valid range of temperature"
            + " is [0, 2]",
        "{'model':'deepseek-flash','input':'a','user':'a b'} | Invalid 'user_id': string does not"
            + " match pattern.",
        "{'model':'deepseek-flash','input':'a','tools':[{'type':'custom','name':'x'}]} |"
            + " tools[0].type: unknown variant `custom`, expected one of `function`",
        "{'model':'deepseek-flash','input':[{'type':'reasoning','summary':[]}]} | The"
            + " `reasoning_text` in the thinking mode must be passed back to the API.",
        "{'model':'deepseek-flash','input':[{'type':'function_call','call_id':'c'}]} | No tool"
            + " output found for function call c.",
        "{'model':'deepseek-flash','input':[{'type':'function_call_output','call_id':'c'}]} | No"
            + " tool call found for function call output with call_id c."
      })
  void saysWhatIsWrongInTheWordsOfNodes(String body, String words) throws Exception {
    HttpResponse<String> response = Requests.post(simulator, PATH, body.replace('\'', '"'));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Requests.json(response).at("/error/message").textValue()).contains(words);
    assertThat(Requests.json(response).at("/error/type").textValue())
        .isEqualTo("invalid_request_error");
    assertThat(simulator.stats().refused()).isEqualTo(1);
  }

  @Test
  void answersAPlainCallWithReasoningAndUsage() throws Exception {
    JsonNode json = Requests.json(Requests.post(simulator, PATH, Requests.response("Hello", "")));

    assertThat(json.path("object").textValue()).isEqualTo("response");
    assertThat(json.path("status").textValue()).isEqualTo("completed");
    assertThat(json.path("model").textValue()).isEqualTo("deepseek-flash");
    assertThat(json.at("/output/0/type").textValue()).isEqualTo("reasoning");
    assertThat(json.at("/output/0/content/0/text").textValue())
        .isEqualTo(SimulatedAnswer.reasoning("Hello"));
    assertThat(json.at("/output/1/content/0/text").textValue())
        .isEqualTo(SimulatedAnswer.text("Hello", 4));
    assertThat(json.path("usage").toString())
        .isEqualTo(
            "{\"input_tokens\":2,\"input_tokens_details\":{\"cached_tokens\":0},"
                + "\"output_tokens\":10,\"output_tokens_details\":{\"reasoning_tokens\":6},"
                + "\"total_tokens\":12}");
  }

  @Test
  void endsAStreamWithThePlainAnswer() throws Exception {
    String ask = Requests.response("Hello", TOOLS + STREAM);
    String plainAsk = Requests.response("Hello", TOOLS);

    List<JsonNode> events = Requests.events(Requests.post(simulator, PATH, ask).body());
    ObjectNode plain = (ObjectNode) Requests.json(Requests.post(simulator, PATH, plainAsk));

    JsonNode last = events.get(events.size() - 1);
    assertThat(last.path("type").textValue()).isEqualTo("response.completed");
    assertThat(last.at("/response/output").toString().replace("node-1", "node-2"))
        .isEqualTo(plain.path("output").toString());
    assertThat(last.at("/response/usage")).isEqualTo(plain.path("usage"));
  }

  @Test
  void callsTheFunctionThatIsChosenAndNamesItBeforeItsArguments() throws Exception {
    String choice = "\"tool_choice\":{\"type\":\"function\",\"name\":\"second\"},";
    String ask = Requests.response("Here", TOOLS + choice + "\"reasoning\":{\"effort\":\"none\"},");

    JsonNode plain = Requests.json(Requests.post(simulator, PATH, ask));
    String stream = Requests.post(simulator, PATH, ask.replaceFirst("\\{", "{" + STREAM)).body();

    assertThat(plain.at("/output/0/type").textValue()).isEqualTo("function_call");
    assertThat(plain.at("/output/0/name").textValue()).isEqualTo("second");
    assertThat(plain.at("/output/0/arguments").textValue()).isEqualTo("{\"where\":\"Here\"}");
    assertThat(Requests.types(stream))
        .isEqualTo(
            "created in_progress output_item.added function_call_arguments.delta"
                + " function_call_arguments.done output_item.done completed");
    assertThat(Requests.events(stream).get(2).at("/item/name").textValue()).isEqualTo("second");
  }

  @Test
  void answersInTextOnceTheFunctionHasItsOutput() throws Exception {
    String ask =
        "{"
            + TOOLS
            + """
            "model":"deepseek-flash","input":[{"role":"user","content":[{"type":"input_text",
            "text":"Where?"}]},{"type":"reasoning","content":[{"type":"reasoning_text",
            "text":"Hm"}]},{"type":"function_call","call_id":"c","name":"first",
            "arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"Here"}]}
            """;

    JsonNode json = Requests.json(Requests.post(simulator, PATH, ask));

    assertThat(json.at("/output/1/content/0/text").textValue())
        .isEqualTo(SimulatedAnswer.text("Where?", 4));
    assertThat(json.at("/usage/input_tokens").intValue()).isGreaterThan(30);
  }

  @Test
  void fitsTheSchemaAndStopsAtTheLimit() throws Exception {
    String format =
        """
        "text":{"format":{"type":"json_schema","name":"a","schema":{"type":"object",
        "properties":{"city":{"type":"string"}},"required":["city"]}}},
        """;
    String limited = Requests.response("Hi", "\"max_output_tokens\":2," + STREAM);

    JsonNode json = Requests.json(Requests.post(simulator, PATH, Requests.response("Hi", format)));
    List<JsonNode> events = Requests.events(Requests.post(simulator, PATH, limited).body());

    assertThat(json.at("/output/1/content/0/text").textValue()).isEqualTo("{\"city\":\"Hi\"}");
    JsonNode last = events.get(events.size() - 1);
    assertThat(last.path("type").textValue()).isEqualTo("response.incomplete");
    assertThat(last.at("/response/incomplete_details/reason").textValue())
        .isEqualTo("max_output_tokens");
  }

  @Test
  void isMissingWhereANodeDoesNotSpeakIt() throws Exception {
    simulator.settings(simulator.settings().withDialects(SimulatedDialect.parse("chat,messages")));

    HttpResponse<String> response = Requests.post(simulator, PATH, Requests.response("Hi", ""));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(simulator.stats().refused()).isZero();
    assertThat(Requests.post(simulator, "/chat/completions", Requests.chat("Hi", "")).statusCode())
        .isEqualTo(200);
  }
}
