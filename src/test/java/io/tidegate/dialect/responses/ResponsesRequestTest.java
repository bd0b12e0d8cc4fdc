package io.tidegate.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dialect.SampleRequests;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesRequestTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'input':'Hi'} | model",
        "{'model':7,'input':'Hi'} | model",
        "{'model':' ','input':'Hi'} | model",
        "{'model':'m','model':'n','input':'Hi'} | model",
        "{'model':'m'} | input",
        "{'model':'m','input':null} | input",
        "{'model':'m','prompt':null} | input",
        "{'model':'m','prompt':'Hi'} | input",
        "{'model':'m','input':null,'instructions':null} | input",
        "{'model':'m','input':{}} | input",
        "{'model':'m','input':'a','input':'b'} | input",
        "{'model':'m','input':['Hi']} | input[0]",
        "{'model':'m','input':[{'role':'user'},7]} | input[1]",
        "{'model':'m','input':'Hi','stream':'yes'} | stream",
        "{'model':'m','input':'Hi','stream':true,'stream':false} | stream",
        "{'model':'m','input':'Hi','previous_response_id':'resp_1'} | previous_response_id",
        "{'previous_response_id':'resp_1','model':'m'} | previous_response_id",
        "{'model':'m','input':'Hi','conversation':'conv_1'} | conversation",
        "{'model':'m','input':'Hi','conversation':{'id':'conv_1'}} | conversation",
        "{'model':'m','input':'Hi','background':true} | background",
        "{'model':'m','input':[{'type':'item_reference','id':'rs_1'}]} | input[0]"
      })
  void refusesWhatNoNodeCouldAnswerAndNamesTheField(String body, String param) {
    Failure failure = refusal(body);

    assertThat(failure.code().status()).isEqualTo(400);
    assertThat(failure.param()).isEqualTo(param);
    assertThat(failure.message()).contains("'" + param + "'").doesNotContain("resp_1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "'x'", "{'model':'m','input':'Hi'}}", "{'model':'m',}"})
  void refusesWhatIsNoJsonObject(String body) {
    assertThat(refusal(body).code().code()).isEqualTo("invalid_json");
  }

  /** Row 23: what would lose the calls of tools is refused. */
  @Test
  void saysWhatToDoInPlaceOfLeaningOnTheNodesMemory() {
    assertThat(refusal("{'model':'m','previous_response_id':'r'}").message())
        .contains("no node keeps earlier responses")
        .contains("'input'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'model':'m','input':'Hi','previous_response_id':null,'conversation':null}",
        "{'model':'m','input':'Hi','background':false,'store':true}",
        "{'model':'m','input':'Hi','background':null,'tools':7,'max_output_tokens':'many'}",
        "{'model':'m','input':'Hi','x_of_its_own':{'stream':7},'user':7,'temperature':'hot'}",
        "{'model':'m','instructions':'Be kind.'}",
        "{'model':'m','input':[]}",
        "{'model':'m','input':[{'type':'reasoning','encrypted_content':'x'}]}"
      })
  void leavesToTheNodeWhatItDoesNotKnow(String body) {
    assertThat(parse(body).model()).isEqualTo("m");
  }

  @Test
  void readsWhereEverythingIs() {
    Request request =
        parse(
            "{'model':'m','input':[{'role':'user','content':'\u6df1'}],'stream':true,'tools':"
                + "[{'type':'function','name':'f'}],'max_output_tokens':512,'temperature':0.0,"
                + "'prompt_cache_key':'k','user':'u'}");

    assertThat(SampleRequests.text(request, request.facts().name())).isEqualTo("\"m\"");
    assertThat(SampleRequests.text(request, request.facts().input()))
        .isEqualTo("[{\"role\":\"user\",\"content\":\"\u6df1\"}]");
    assertThat(SampleRequests.text(request, request.facts().tools()))
        .startsWith("[{\"type\"")
        .endsWith("}]");
    assertThat(request.stream()).isTrue();
    assertThat(request.facts().maxOutput()).isEqualTo(512);
    assertThat(request.facts().deterministic()).isTrue();
    assertThat(request.facts().session()).isEqualTo("k");
    assertThat(request.facts().usage()).isTrue();
    assertThat(request.facts().repeatable()).isTrue();
  }

  @Test
  void takesTheInstructionsForTheInputWhereThereIsNone() {
    Request request = parse("{'model':'m','instructions':'Say \\'hi\\'.','user':'u'}");

    assertThat(SampleRequests.text(request, request.facts().input()))
        .isEqualTo("\"Say \\\"hi\\\".\"");
    assertThat(request.facts().session()).isEqualTo("u");
    assertThat(request.stream()).isFalse();
  }

  @Test
  void takesAStoredPromptForTheInputWhereThereIsNone() {
    Request request = parse("{'model':'m','prompt':{'id':'pmpt_1','variables':{'a':[1]}}}");

    assertThat(SampleRequests.text(request, request.facts().input()))
        .isEqualTo("{\"id\":\"pmpt_1\",\"variables\":{\"a\":[1]}}");
    assertThat(request.facts().repeatable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'store':true",
        "'prompt':{'id':'pmpt_1'}",
        "'tools':[{'type':'function'},{'type':'web_search'}]",
        "'tools':[{'type':'mcp','server_label':'x'}]",
        "'tools':[{'type':'code_interpreter'}]",
        "'tools':[{'type':'image_generation'}]"
      })
  void letsNobodyBeGivenAgainWhatIsMadeAnewEachTime(String member) {
    assertThat(parse("{'model':'m','input':'Hi'," + member + "}").facts().repeatable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'store':false",
        "'prompt':null",
        "'tools':null",
        "'tools':[{'type':'function'},{'type':'custom','name':'apply_patch'}]"
      })
  void letsOthersBeGivenTheRest(String member) {
    assertThat(parse("{'model':'m','input':'Hi'," + member + "}").facts().repeatable()).isTrue();
  }

  private static Failure refusal(String body) {
    return SampleRequests.refusal(new ResponsesDialect(), Operation.RESPONSES, body);
  }

  private static Request parse(String body) {
    return SampleRequests.parse(new ResponsesDialect(), Operation.RESPONSES, body);
  }
}
