package io.tidegate.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dialect.SampleRequests;
import io.tidegate.dialect.SampleStreams;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesRequestTest {

  private static final String ONE = "'model':'m','max_tokens':7,'messages':[{'role':'user'}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'max_tokens':7,'messages':[{}]} | model",
        "{'model':'m','max_tokens':7} | messages",
        "{'model':'m','max_tokens':7,'messages':null} | messages",
        "{'model':'m','max_tokens':7,'messages':'Hi'} | messages",
        "{'model':'m','max_tokens':7,'messages':[]} | messages",
        "{'model':'m','max_tokens':7,'messages':[{},'Hi']} | messages[1]",
        "{'model':'m','max_tokens':7,'messages':[{}],'messages':[{}]} | messages",
        "{'model':'m','messages':[{}]} | max_tokens",
        "{'model':'m','messages':[{}],'max_tokens':null} | max_tokens",
        "{'model':'m','max_tokens':7,'messages':[{}],'stream':1} | stream"
      })
  void refusesWhatNoNodeCouldAnswerAndNamesTheField(String body, String param) {
    Failure failure = refusal(body);

    assertThat(failure.code().status()).isEqualTo(400);
    assertThat(failure.param()).isEqualTo(param);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{'model':'m'} x"})
  void refusesWhatIsNoJsonObject(String body) {
    assertThat(refusal(body).code().code()).isEqualTo("invalid_json");
  }

  @Test
  void readsWhereEverythingIs() {
    Request request =
        parse(
            "{'model':'m','system':'Be kind.','messages':[{'role':'user','content':[{'type':"
                + "'text','text':'\u6df1','cache_control':{'type':'ephemeral'}}]}],'tools':"
                + "[{'name':'f','input_schema':{}}],'max_tokens':99,'temperature':0,'stream':true,"
                + "'metadata':{'user_id':'u_1'}}");

    assertThat(SampleRequests.text(request, request.facts().name())).isEqualTo("\"m\"");
    assertThat(SampleRequests.text(request, request.facts().input()))
        .startsWith("[{\"role\"")
        .endsWith("}]}]");
    assertThat(SampleRequests.text(request, request.facts().tools()))
        .startsWith("[{\"name\"")
        .endsWith("{}}]");
    assertThat(request.stream()).isTrue();
    assertThat(request.facts().session()).isEqualTo("u_1");
    assertThat(request.facts().maxOutput()).isEqualTo(99);
    assertThat(request.facts().deterministic()).isTrue();
    assertThat(request.facts().repeatable()).isTrue();
  }

  /** Row 17. */
  @Test
  void changesNoByteButTheModelsName() {
    String body =
        "{'model':'claude-x','max_tokens':7,'messages':[{'role':'user','content':[{'type':'text',"
            + "'text':'a','cache_control':{'type':'ephemeral'}}]},{'role':'system','content':'b'}],"
            + "'thinking':{'type':'adaptive'},'beta_of_tomorrow':[1,2.50,null]}";
    Request request = parse(body);
    StringBuilder sent = new StringBuilder();
    request.bodyFor("deepseek-flash").forEach(part -> sent.append(UTF_8.decode(part)));

    assertThat(sent)
        .hasToString(SampleStreams.json(body.replace("'claude-x'", "'deepseek-flash'")));
  }

  @Test
  void asksForNoBoundWhereTokensAreOnlyCounted() {
    byte[] body = SampleStreams.json("{'model':'m','messages':[{}],'stream':true}").getBytes(UTF_8);
    Request request = new MessagesDialect().parse(body, Operation.COUNT_TOKENS);

    assertThat(request.stream()).isFalse();
    assertThat(request.facts().maxOutput()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'mcp_servers':[{'url':'x'}]",
        "'container':'c_1'",
        "'container':{'id':'c_1'}",
        "'tools':[{'type':'web_search_20250305','name':'web_search'}]",
        "'tools':[{'name':'f'},{'type':'code_execution_20250825'}]"
      })
  void letsNobodyBeGivenAgainWhatIsMadeAnewEachTime(String member) {
    assertThat(parse("{" + ONE + "," + member + "}").facts().repeatable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'mcp_servers':[]",
        "'container':null",
        "'tools':[{'name':'f'},{'type':'custom','name':'g'},{'type':null}]",
        "'tools':[{'type':'bash_20250124'},{'type':'text_editor_20250728'}]",
        "'metadata':null",
        "'metadata':{'user_id':7}"
      })
  void letsOthersBeGivenTheRest(String member) {
    assertThat(parse("{" + ONE + "," + member + "}").facts().repeatable()).isTrue();
  }

  private static Failure refusal(String body) {
    return SampleRequests.refusal(new MessagesDialect(), Operation.MESSAGES, body);
  }

  private static Request parse(String body) {
    return SampleRequests.parse(new MessagesDialect(), Operation.MESSAGES, body);
  }
}
