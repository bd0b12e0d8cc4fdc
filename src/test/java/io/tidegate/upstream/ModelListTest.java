package io.tidegate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.ModelFacts;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"object\":\"list\",\"data\":[{\"id\":\"b\",\"object\":\"model\"},{\"id\":\"a\"}]}",
        "[{\"id\":\"b\",\"pricing\":{\"id\":\"x\",\"data\":[{\"id\":\"y\"}]}},{\"id\":\"a\"}]",
        "{\"models\":[{\"name\":\"b\",\"details\":{\"name\":\"x\"}},{\"model\":\"a\"}]}",
        "{\"models\":[{\"name\":\"x\",\"model\":\"b\"},{\"name\":\"a\"}]}",
        "{\"models\":[{\"name\":\"x\"}],\"object\":\"list\",\"data\":[{\"id\":\"b\"},{\"id\":\"a\"}]}",
        "{\"data\":[],\"models\":[{\"name\":\"b\"},{\"name\":\"a\"}]}",
        "[\"b\",\"a\"]",
        "\ufeff[\"b\",\"a\"]",
        "{\"data\":[{\"id\":\"b\",\"x\":NaN},{\"id\":\"a\",\"max_model_len\":Infinity}]}",
        "{\"data\":[\"b\",{\"id\":\"a\"}]}",
        "{\"data\":[{\"id\":\"b\"},{\"id\":null},{\"id\":5},{\"id\":\""
            + " \"},{\"id\":\"\"},null,7,true,"
            + "[\"x\"],{\"id\":[\"y\"]},{\"id\":{\"id\":\"z\"}},{},{\"id\":\"a\"},{\"id\":\"b\"}]}",
        " \n{\"x\":{\"data\":[{\"id\":\"x\"}]},\"data\":[{\"id\":\"b\"},{\"id\":\"a\"}]}\n"
      })
  void readsEveryFormAndSkipsWhatIsNoName(String text) throws IOException {
    assertThat(ModelList.read(text).keySet()).containsExactly("b", "a");
  }

  @Test
  void readsWhatIsToldOfAModel() throws IOException {
    String text =
        "{\"data\":[{\"id\":\"a\",\"created\":1700000000,\"max_model_len\":32768},"
            + "{\"id\":\"b\",\"created\":1.7e9,\"context_length\":4096,\"max_model_len\":null},"
            + "{\"id\":\"c\",\"created\":-5,\"max_model_len\":\"long\",\"context_length\":[1]},"
            + "{\"id\":\"d\",\"context_length\":1e400}]}";
    assertThat(ModelList.read(text))
        .isEqualTo(
            Map.of(
                "a", new ModelFacts(1_700_000_000L, 32_768, 0),
                "b", new ModelFacts(1_700_000_000L, 0, 4096),
                "c", ModelFacts.UNKNOWN,
                "d", new ModelFacts(0, 0, Long.MAX_VALUE)));
  }

  @Test
  void skipsNamesThatNobodyCouldMean() throws IOException {
    assertThat(ModelList.read("[\"" + "x".repeat(1_001) + "\",\"a\"]").keySet())
        .containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "7", "\"a\"", "{}", "[]", "{\"data\":{\"id\":\"a\"}}"})
  void listsNothingWhereThereIsNoList(String text) throws IOException {
    assertThat(ModelList.read(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{\"data\":[{\"id\":\"a\"}", "[\"a\"] x", "{\"data\":[}"})
  void saysWhatIsNoJson(String text) {
    assertThatThrownBy(() -> ModelList.read(text)).isInstanceOf(IOException.class);
  }

  @Test
  void oneModelAtTwoNodesIsAsShortAsAtTheShorter() {
    ModelFacts one = new ModelFacts(20, 100, 0);
    ModelFacts other = new ModelFacts(10, 200, 300);
    assertThat(one.and(other)).isEqualTo(new ModelFacts(10, 100, 300)).isEqualTo(other.and(one));
    assertThat(one.and(ModelFacts.UNKNOWN)).isEqualTo(one);
  }

  @Property(tries = 1000)
  void neverFailsInAnyOtherWay(@ForAll long seed) {
    Random random = new Random(seed);
    String text = "{\"data\":[{\"id\":\"a\",\"created\":1},[null,{}],5],\"models\":[\"b\"]}";
    StringBuilder noise = new StringBuilder(text);
    for (int i = random.nextInt(5); i >= 0; i--) {
      noise.setCharAt(random.nextInt(noise.length()), text.charAt(random.nextInt(text.length())));
    }
    try {
      assertThat(ModelList.read(noise.toString()).keySet())
          .allSatisfy(name -> assertThat(name).isNotBlank());
    } catch (IOException noJson) {
      assertThat(noJson).isNotNull();
    }
  }
}
