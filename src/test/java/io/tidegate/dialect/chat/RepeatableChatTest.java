package io.tidegate.dialect.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which chats may be given the answer of another. */
class RepeatableChatTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'tools':[{'type':'function','function':{'name':'f'}},{'type':'web_search'}]",
        "'tools':[{'type':'builtin_function','function':{'name':'$web_search'}}]",
        "'web_search_options':{}",
        "'search_parameters':{'mode':'auto'}",
        "'enable_search':true",
        "'plugins':[{'id':'web'}]",
        "'store':true"
      })
  void whatTheNodeLooksUpOrKeepsIsAskedAnew(String member) {
    assertThat(repeatable(member)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'tools':[{'type':'function','function':{'name':'f','strict':true}},{'type':'custom'}]",
        "'tools':[{'function':{'name':'f','parameters':{'type':'web'}}},'odd',7,null,[{}]]",
        "'tools':null",
        "'web_search_options':null,'enable_search':false",
        "'store':false"
      })
  void whatTheClientRunsItselfIsNot(String member) {
    assertThat(repeatable(member)).isTrue();
  }

  private static boolean repeatable(String member) {
    String body = "{'model':'m','messages':[{'role':'user'}]," + member + "}";
    return RequestParser.parse(body.replace('\'', '"').getBytes(UTF_8), Operation.CHAT)
        .facts()
        .repeatable();
  }
}
