package io.tidegate.upstream;

import static io.tidegate.upstream.AttemptFixture.DONE;
import static io.tidegate.upstream.AttemptFixture.HELLO;
import static io.tidegate.upstream.AttemptFixture.STOP;
import static io.tidegate.upstream.AttemptFixture.plainAnswer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.ChunkParser;
import io.tidegate.upstream.reading.ModelName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers name the model as the pool offers it: here {@code m}. */
class ModelNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'model':'/models/x.gguf','choices':[]} | {'model':'m','choices':[]}",
        "{ 'id' : 'm' , 'model' : 'a\\u00e9\\'b' , 'x' : 1.50 } | { 'id' : 'm' , 'model' : 'm' ,"
            + " 'x' : 1.50 }",
        "{'model':'','choices':[{'model':'x','delta':{'model':'y'}}]} |"
            + " {'model':'m','choices':[{'model':'x','delta':{'model':'y'}}]}",
        "{'model':'m','x':'\\u0041'}   | {'model':'m','x':'\\u0041'}",
        "{'model':null}               | {'model':null}",
        "{'model':7}                  | {'model':7}",
        "{'choices':[]}               | {'choices':[]}"
      })
  void changesNothingButTheName(String said, String passed) {
    byte[] json = said.replace('\'', '"').replace("\\\"b", "\\\\\\\"b").getBytes(UTF_8);
    ChunkFacts facts = ChunkParser.parse(json);

    assertThat(facts).as(said).isNotNull();
    byte[] named = new ModelName("m").in(json, facts);

    assertThat(new String(named, UTF_8)).isEqualTo(passed.replace('\'', '"'));
  }

  @Test
  void writesNamesThatNeedQuoting() {
    byte[] json = "{\"model\":\"x\"}".getBytes(UTF_8);

    byte[] named = new ModelName("a\"b\u6df1").in(json, ChunkParser.parse(json));

    assertThat(new String(named, UTF_8)).isEqualTo("{\"model\":\"a\\\"b\u6df1\"}");
  }

  @Test
  void holdsForPlainAnswersAndStreamsAndTellsTheNodesOwn() {
    AttemptFixture plain = AttemptFixture.plain();
    plain.send(own(plainAnswer("Hello", "stop"))).end();
    AttemptFixture stream = AttemptFixture.stream();
    stream.send("id: 1\nevent: x\n" + own(HELLO), own(STOP), DONE);

    assertThat(plain.text()).isEqualTo(ours(plainAnswer("Hello", "stop")));
    assertThat(plain.answer.head().nodesModel()).isEqualTo("own/name");
    assertThat(stream.text()).isEqualTo("event: x\n" + ours(HELLO) + ours(STOP) + DONE);
    assertThat(stream.answer.head().nodesModel()).isEqualTo("own/name");
  }

  @Test
  void holdsForAnswersInTheOtherForm() {
    AttemptFixture plain = AttemptFixture.plain();
    plain.send(own(HELLO), own(STOP), DONE);
    AttemptFixture stream = AttemptFixture.stream();
    stream.send(own(plainAnswer("Hello", "stop"))).end();

    assertThat(plain.text()).contains("\"model\":\"m\"").doesNotContain("own/name");
    assertThat(stream.text()).contains("\"model\":\"m\"").doesNotContain("own/name");
  }

  @Test
  void leavesAStreamThatHasTheNameByteForByte() {
    AttemptFixture stream = AttemptFixture.stream();
    String odd = ours(HELLO).replace("data: {", "data:{  ").replace("\n", "\r\n");
    stream.send(odd, DONE);

    assertThat(stream.text()).isEqualTo(odd + DONE);
  }

  private static String own(String answer) {
    return answer.replaceFirst("\\{", "{\"model\":\"own/name\",");
  }

  private static String ours(String answer) {
    return answer.replaceFirst("\\{", "{\"model\":\"m\",");
  }
}
