package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers in the form that the caller asks for: schemas, tools, and how many. */
class SimulatorFormsTest extends NodeFixture {

  private static final String CHAT = "/chat/completions";

  @Test
  void fitsTheSchemaThatIsAskedFor() throws Exception {
    String schema =
        """
        {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer",
        "minimum":1,"maximum":14}},"required":["city","days"],"additionalProperties":false}
        """;
    String ask =
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":"
            + schema
            + "}},";

    JsonNode plain = Requests.json(Requests.post(simulator, CHAT, Requests.chat("Où?", ask)));
    String text = plain.at("/choices/0/message/content").textValue();
    String stream = Requests.chat("Où?", ask + "\"stream\":true,");
    String cut = Requests.chat("Où?", ask + "\"max_tokens\":2,");
    JsonNode shortened = Requests.json(Requests.post(simulator, CHAT, cut));

    assertThat(SchemaCheck.problems(Requests.json(schema), Requests.json(text))).isEmpty();
    assertThat(Requests.text(Requests.post(simulator, CHAT, stream).body())).isEqualTo(text);
    assertThat(plain.at("/choices/0/finish_reason").textValue()).isEqualTo("stop");
    assertThat(shortened.at("/choices/0/finish_reason").textValue()).isEqualTo("length");
  }

  @Test
  void answersAnObjectInJsonMode() throws Exception {
    String ask = Requests.chat("Hi", "\"response_format\":{\"type\":\"json_object\"},");

    JsonNode json = Requests.json(Requests.post(simulator, CHAT, ask));

    assertThat(json.at("/choices/0/message/content").textValue()).isEqualTo("{\"answer\":\"Hi\"}");
  }

  @Test
  void callsTheToolThatIsChosenWithArgumentsThatFit() throws Exception {
    String tools =
        """
        "tools":[{"type":"function","function":{"name":"first"}},
        {"type":"function","function":{"name":"second","parameters":{"type":"object",
        "properties":{"unit":{"enum":["C","F"]},"where":{"type":"string"}},
        "required":["unit","where"]}}}],
        """;
    String named = "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"second\"}},";
    String required = "\"tool_choice\":\"required\",";

    assertThat(call(Requests.chat("Here", tools + named)).toString())
        .isEqualTo(
            "{\"name\":\"second\",\"arguments\":\"{\\\"unit\\\":\\\"C\\\",\\\"where\\\":\\\"Here\\\"}\"}");
    String answered =
        Requests.chat("Hi", tools + required).replace("}]}", "},{\"role\":\"tool\"}]}");
    assertThat(call(answered).path("name").textValue()).isEqualTo("first");
  }

  private JsonNode call(String ask) throws Exception {
    return Requests.json(Requests.post(simulator, CHAT, ask))
        .at("/choices/0/message/tool_calls/0/function");
  }

  @Test
  void givesAsManyAnswersAsAreAskedFor() throws Exception {
    JsonNode plain = Requests.json(Requests.post(simulator, CHAT, Requests.chat("Hi", "\"n\":3,")));
    List<JsonNode> events =
        Requests.events(
            Requests.post(simulator, CHAT, Requests.chat("Hi", "\"n\":3,\"stream\":true,")).body());

    assertThat(plain.path("choices")).hasSize(3);
    assertThat(plain.at("/choices/2/index").intValue()).isEqualTo(2);
    assertThat(plain.at("/usage/completion_tokens").intValue()).isEqualTo(30);
    assertThat(plain.at("/usage/completion_tokens_details/reasoning_tokens").intValue())
        .isEqualTo(18);
    for (int i = 0; i < 3; i++) {
      int index = i;
      StringBuilder text = new StringBuilder();
      events.stream()
          .map(event -> event.path("choices").path(0))
          .filter(choice -> choice.path("index").intValue() == index)
          .forEach(choice -> text.append(choice.at("/delta/content").asText("")));
      assertThat(text.toString()).isEqualTo(SimulatedAnswer.text("Hi", 4));
      assertThat(events)
          .filteredOn(event -> event.at("/choices/0/index").intValue() == index)
          .last()
          .matches(event -> event.at("/choices/0/finish_reason").asText().equals("stop"));
    }
  }
}
