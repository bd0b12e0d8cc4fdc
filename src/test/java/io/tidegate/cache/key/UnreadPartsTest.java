package io.tidegate.cache.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.Questions;
import io.tidegate.exchange.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request for a message no model reads, and what only looks like it. */
class UnreadPartsTest {

  private static final String MARK = "'cache_control':{'type':'ephemeral','ttl':'1h'}";
  private static final String ASKED = "'messages':[{'role':'user','content':'Hi'}]";

  private static CacheKey key(Operation operation, String body) {
    byte[] json = body.replace('\'', '"').getBytes(UTF_8);
    return Questions.key(Questions.call(json, "acme", operation, false));
  }

  private static CacheKey key(String body) {
    return key(Operation.MESSAGES, body);
  }

  private static String attributed(String members) {
    return "{'system':[{" + members + "},{'type':'text','text':'Be brief.'}]," + ASKED + "}";
  }

  /** Row 17 of other gateways' faults: a mark is passed on, and makes no other question. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{#'messages':[{'role':'user','content':'Hi'}]}",
        "{'system':[{'type':'text','text':'Be brief.'#}],'messages':[]}",
        "{'messages':[{'role':'user','content':[{#'type':'text','text':'Hi'}]}]}",
        "{'messages':[{'content':[{'type':'tool_result','content':[{'text':'4'#}]}]}]}",
        "{'tools':[{'name':'t','input_schema':{}#}],'messages':[]}"
      })
  void marksOfWhatIsToBeCachedMakeNoOtherQuestion(String body) {
    boolean first = body.contains("{#") && !body.contains("'#");
    String marked = body.replace("#", first ? MARK + "," : "," + MARK);

    assertThat(key(marked)).isEqualTo(key(body.replace("#", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'messages':[{'content':[{'type':'tool_use','input':{'a':1#}}]}]}",
        "{'tools':[{'input_schema':{'properties':{'a':{}#}}}],'messages':[]}",
        "{'metadata2':{'a':1#},'messages':[]}"
      })
  void whatIsCalledLikeAMarkInTheUsersOwnDataCounts(String body) {
    assertThat(key(body.replace("#", "," + MARK))).isNotEqualTo(key(body.replace("#", "")));
  }

  @Test
  void marksCountInOtherApisAndWhereTokensAreCounted() {
    String marked = "{" + MARK + "," + ASKED + "}";

    for (Operation other :
        new Operation[] {Operation.CHAT, Operation.RESPONSES, Operation.COUNT_TOKENS}) {
      assertThat(key(other, marked)).isNotEqualTo(key(other, "{" + ASKED + "}"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type':'text','text':'x-anthropic-billing-header: cc_version=2.1.175.0d9; cch=fa690;'",
        "'text':'x-anthropic-billing-header: cch=1','type':'text','more':{'a':[{}]}",
        "'type':'text','text':'x-anthropic-billing-header:','cache_control':{'a':{'b':1}}"
      })
  void whatClaudeCodeTellsOfItselfMakesNoOtherQuestion(String block) {
    assertThat(key(attributed(block)))
        .isEqualTo(key("{'system':[{'type':'text','text':'Be brief.'}]," + ASKED + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'system':[{'text':'Be brief.'},{'text':'x-anthropic-billing-header: 1'}]}",
        "{'system':[{'text':'say x-anthropic-billing-header: 1'}]}",
        "{'system':[{'texts':'x-anthropic-billing-header: 1'}]}",
        "{'system':[{'a':{'text':'x-anthropic-billing-header: 1'}}]}",
        "{'system':'x-anthropic-billing-header: 1'}",
        "{'messages':[{'text':'x-anthropic-billing-header: 1'}]}",
        "{'a':{'system':[{'text':'x-anthropic-billing-header: 1'}]}}"
      })
  void theSameWordsElsewhereCount(String body) {
    assertThat(key(body)).isNotEqualTo(key(body.replace(": 1", ": 2")));
  }
}
