package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the schema: the value fits it. */
class SchemaInstanceTest {

  private static final int SCHEMAS = 3_000;

  @Test
  void fitsSchemasMadeAtRandom() {
    Random seeds = new Random();
    for (int i = 0; i < SCHEMAS; i++) {
      long seed = seeds.nextLong();
      ObjectNode schema = new RandomSchema(seed).make();

      JsonNode value = SchemaInstance.of(schema, "Where is the \uD83D\uDEA2?");

      assertThat(SchemaCheck.problems(schema, value))
          .as("seed %d, schema %s, value %s", seed, schema, value)
          .isEmpty();
    }
  }

  @Test
  void goesDownFromABoundThatNoUsualNumberReaches() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "integer");
    schema.put("maximum", 8).put("multipleOf", 9.0);

    assertThat(SchemaCheck.problems(schema, SchemaInstance.of(schema, "any"))).isEmpty();
  }

  /** What SDKs make of classes: Pydantic, Zod, LangChain4j, an older draft. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"$defs":{"Step":{"properties":{"explanation":{"type":"string"},"output":{"type":"string"}},
        "required":["explanation","output"],"type":"object","additionalProperties":false}},
        "properties":{"steps":{"items":{"$ref":"#/$defs/Step"},"type":"array"},
        "final_answer":{"type":"string"}},"required":["steps","final_answer"],"type":"object",
        "additionalProperties":false}
        """,
        """
        {"type":"object","properties":{"kind":{"anyOf":[{"const":"a"},{"const":"b"}]},
        "when":{"type":["string","null"],"format":"date-time"},
        "children":{"type":"array","items":{"$ref":"#"}}},
        "required":["kind","when","children"],"additionalProperties":false}
        """,
        """
        {"definitions":{"Age":{"type":"integer","minimum":0,"exclusiveMinimum":true,"maximum":150}},
        "type":"object","properties":{"age":{"$ref":"#/definitions/Age"},
        "ratio":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}},
        "required":["age","ratio"]}
        """,
        """
        {"type":"array","minItems":3,"items":{"type":"string","enum":["x","y"]}}
        """,
        """
        {"properties":{"tags":{"type":"object","additionalProperties":{"type":"integer"}}}}
        """
      })
  void fitsWhatSdksAskFor(String text) throws Exception {
    JsonNode schema = Requests.json(text);

    JsonNode value = SchemaInstance.of(schema, "Hello");

    assertThat(SchemaCheck.problems(schema, value)).as("%s", value).isEmpty();
    assertThat(value.isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\":\"#\"}",
        "{\"$ref\":\"#/nowhere\"}",
        "{\"allOf\":[{\"$ref\":\"#\"}]}",
        "{\"anyOf\":[{\"$ref\":\"#\"}]}",
        "{\"type\":\"array\",\"minItems\":1000000000,\"items\":{\"minLength\":1000000000}}",
        "{\"required\":[\"a\",\"b\"],\"properties\":{\"a\":{\"$ref\":\"#\"},\"b\":{\"$ref\":\"#\"}}}",
        "{\"type\":\"integer\",\"minimum\":5,\"maximum\":4,\"multipleOf\":1e-300}",
        "{\"type\":[],\"enum\":[],\"properties\":7,\"required\":{\"a\":1},\"items\":[]}",
        "{\"$ref\":\"#/%zz\"}",
        "{\"type\":\"number\",\"minimum\":1e300000,\"multipleOf\":7}"
      })
  void endsWhereNothingFits(String text) throws Exception {
    JsonNode value = SchemaInstance.of(Requests.json(text), "Hello");

    assertThat(value.toString().length()).isLessThan(8 << 20);
  }
}
