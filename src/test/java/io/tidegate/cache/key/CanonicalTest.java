package io.tidegate.cache.key;

import static io.tidegate.cache.Questions.call;
import static io.tidegate.cache.Questions.key;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a body is its spelling only, what is not, and what has no canonical form. */
class CanonicalTest {

  @Test
  void tellsWhereEachValueEnds() {
    assertThat(of("{'x':[[1],2]}")).isNotEqualTo(of("{'x':[[1,2]]}"));
    assertThat(of("{'x':[[],[]]}")).isNotEqualTo(of("{'x':[[[]]]}"));
    assertThat(of("{'x':{'a':1},'y':2}")).isNotEqualTo(of("{'x':{'a':1,'y':2}}"));
    assertThat(of("{'x':['a','b']}")).isNotEqualTo(of("{'x':['ab']}"));
    assertThat(of("{'x':[1,2]}")).isNotEqualTo(of("{'x':[12]}"));
  }

  @Test
  void keepsMembersOfOneNameInTheirOrder() {
    assertThat(of("{'x':1,'x':2}")).isNotEqualTo(of("{'x':2,'x':1}"));
    assertThat(of("{'x':1,'x':2}")).isNotEqualTo(of("{'x':2}")).isNotEqualTo(of("{'x':1}"));
    assertThat(of("{'x':1,'x':1}")).isNotEqualTo(of("{'x':1}"));
    assertThat(of("{'x':1,'y':3,'x':2}")).isEqualTo(of("{'y':3,'x':1,'x':2}"));
    assertThat(of("{'x':1,'y':3,'x':2}")).isEqualTo(of("{'x':1,'x':2,'y':3}"));
    assertThat(of("{'y':{'x':1,'a':0,'x':2}}")).isNotEqualTo(of("{'y':{'x':2,'a':0,'x':1}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1,'b':[2]} | {'b':[2],'a':1}",
        "{'messages':[{'role':'user','content':'x'}]} |"
            + " {'messages':[{'content':'x','role':'user'}]}",
        "{'a':1,'input':[{'type':'message','content':[]},{'b':1,'a':2}]} |"
            + " {'input':[{'content':[],'type':'message'},{'a':2,'b':1}],'a':1}"
      })
  void theOrderSaysNothingInTheBodyAndInItsMessages(String one, String other) {
    assertThat(of(one)).isNotNull().isEqualTo(of(other));
  }

  /** A model writes properties in the order of the schema: its thoughts first, or its answer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'response_format':{'json_schema':{'schema':{'properties':{'why':{},'what':{}}}}}} |"
            + " {'response_format':{'json_schema':{'schema':{'properties':{'what':{},'why':{}}}}}}",
        "{'tools':[{'function':{'parameters':{'properties':{'b':{},'a':{}}}}}]} |"
            + " {'tools':[{'function':{'parameters':{'properties':{'a':{},'b':{}}}}}]}",
        "{'text':{'format':{'schema':{'a':1,'b':2}}}} |"
            + " {'text':{'format':{'schema':{'b':2,'a':1}}}}",
        "{'tools':[{'input_schema':{},'name':'f'}]} | {'tools':[{'name':'f','input_schema':{}}]}",
        "{'messages':[{'content':[{'a':1,'b':2}]}]} | {'messages':[{'content':[{'b':2,'a':1}]}]}",
        "{'input':{'a':1,'b':2}} | {'input':{'b':2,'a':1}}",
        "{'x':{'messages':[{'a':1,'b':2}]}} | {'x':{'messages':[{'b':2,'a':1}]}}",
        "[{'a':1,'b':2}] | [{'b':2,'a':1}]"
      })
  void theOrderCountsElsewhere(String one, String other) {
    assertThat(of(one)).isNotNull().isNotEqualTo(of(other));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1.0",
    "1, 1e0",
    "1, 10e-1",
    "0, -0.0",
    "0, 0e999999999",
    "1e999999999, 10e999999998",
    "1e-999999999, 0.1E-999999998",
    "100, 1E+2",
    "9007199254740993, 9007199254740993.0"
  })
  void takesNumbersByTheirValue(String one, String other) {
    assertThat(of("{'x':" + one + "}")).isEqualTo(of("{'x':" + other + "}"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, -1",
    "1, 10",
    "1, 0",
    "9007199254740993, 9007199254740992",
    "0.1, 0.10000000000000001",
    "1e999999999, 1e999999998",
    "1e99999999999999999999, 1e99999999999999999998",
    "1e400, 1e401",
    "1e-400, 0",
    "12e3, 1e23",
    "1, '\"1\"'",
    "1, true"
  })
  void losesNothingOfANumber(String one, String other) {
    assertThat(of("{'x':" + one + "}")).isNotEqualTo(of("{'x':" + other + "}"));
  }

  @Test
  @Timeout(5)
  void isNotSlowedByHostileNumbers() {
    String digits = "9".repeat(1 << 20);
    String huge = "1e999999999,".repeat(10_000) + "1e99999999999999999999,".repeat(10_000);

    assertThat(of("{'x':[" + huge + digits + ".5]}"))
        .isNotNull()
        .isNotEqualTo(of("{'x':[" + huge + digits + ".6]}"));
    assertThat(of("{'x':" + digits + "e" + digits + "}")).isNotNull();
  }

  @Test
  @Timeout(5)
  void isNotSlowedByADeepNestThatIsOutOfOrderOnEachLevel() {
    int depth = 990;
    String inner = "'" + "a".repeat(16 << 20) + "'";
    String body = "{'bb':".repeat(depth) + inner + ",'a':1}".repeat(depth);
    String sorted = "{'a':1,'bb':".repeat(depth) + inner + "}".repeat(depth);

    assertThat(of(body)).isNotNull().isNotEqualTo(of(sorted));
  }

  @Test
  @Timeout(5)
  void sortsManyMembers() {
    List<String> members =
        IntStream.range(0, 100_000).mapToObj(i -> "'m" + i + "':" + i).collect(toList());
    CacheKey key = of("{" + String.join(",", members) + "}");
    Collections.reverse(members);

    assertThat(of("{" + String.join(",", members) + "}")).isNotNull().isEqualTo(key);
  }

  @Test
  void hasNoKeyForWhatCannotBeRead() {
    for (String body : new String[] {"{", "{'x':1", "{'x':}", "{'x':01}", "[1}", "{'x':NaN}"}) {
      assertThat(of(body)).as(body).isNull();
    }
    assertThat(of("{'x':" + "[".repeat(1001) + "]".repeat(1001) + "}")).isNull();
    assertThat(of("{'x':" + "[".repeat(100_000))).isNull();
  }

  /** Jackson reads C1 81 as an A; a node may read it as anything. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00c1\u0081",
        "\u00e0\u0081\u0081",
        "\u00ed\u00a0\u0080",
        "\u00f0\u0080\u0081\u0081",
        "\u00f4\u0090\u0080\u0080",
        "\u00f5\u0080\u0080\u0080"
      })
  void hasNoKeyForWhatIsNotUtf8ByTheLetter(String bytes) {
    byte[] body = "{\"content\":\"1234567890%s\"}".formatted(bytes).getBytes(ISO_8859_1);

    assertThat(key(call(body))).isNull();
  }

  @Test
  void acceptsTheEdgesOfUtf8() {
    String edges = "\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff";

    assertThat(of("{'x':'" + edges + "'}")).isNotNull();
  }

  @Test
  void tellsHalvesOfPairsApart() {
    assertThat(of("{'x':'\\ud800'}")).isNotEqualTo(of("{'x':'\\ud801'}"));
    assertThat(of("{'x':'\\ud800'}")).isNotEqualTo(of("{'x':'?'}"));
    assertThat(of("{'x':'\\ud83c\\udf0a'}")).isEqualTo(of("{'x':'\ud83c\udf0a'}"));
  }

  /** The key of a body whose quotes are written as apostrophes. */
  private static CacheKey of(String body) {
    return key(body.replace('\'', '"'));
  }
}
