package io.tidegate.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccumulatedTest {

  @Test
  void joinsDeepSeeksChunks() throws IOException {
    assertThat(
            accumulated(
                "{'id':'0193','object':'chat.completion.chunk','choices':[{'index':0,'delta':"
                    + "{'role':'assistant','content':null,'reasoning_content':''},'logprobs':null}]}",
                delta("{'content':null,'reasoning_content':'6*'}"),
                delta("{'content':null,'reasoning_content':'7'}"),
                delta("{'content':'4','reasoning_content':null}"),
                delta("{'content':'2','reasoning_content':null}"),
                "{'id':'0193','choices':[{'index':0,'delta':{'content':'','reasoning_content':null},"
                    + "'finish_reason':'stop'}],'usage':{'total_tokens':9}}"))
        .isEqualTo(
            json(
                "{'id':'0193','object':'chat.completion','choices':[{'index':0,'message':"
                    + "{'role':'assistant','content':'42','reasoning_content':'6*7'},"
                    + "'logprobs':null,'finish_reason':'stop'}],'usage':{'total_tokens':9}}"));
  }

  @Test
  void joinsCallsOfToolsByTheirIndexAndTakesRepeatedNamesOnce() throws IOException {
    assertThat(
            accumulated(
                calls("{'index':1,'id':'b','type':'function','function':{'name':'g'}}"),
                calls(
                    "{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':''}}"),
                calls(
                    "{'index':1,'id':'','type':'function','function':{'name':'g','arguments':'[1'}}"),
                calls(
                    "{'index':0,'id':null,'function':{'name':null,'arguments':'{'}},"
                        + "{'index':1,'id':'b','function':{'name':'','arguments':']'}}"),
                calls("{'index':0,'function':{'arguments':'}'}}")))
        .isEqualTo(
            json(
                "{'choices':[{'index':0,'message':{'role':'assistant','content':null,'tool_calls':["
                    + "{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}},"
                    + "{'id':'b','type':'function','function':{'name':'g','arguments':'[1]'}}]}}]}"));
  }

  @Test
  void sortsChoicesAndKeepsThemApart() throws IOException {
    assertThat(
            accumulated(
                "{'choices':[{'index':1,'delta':{'content':'b'}},{'index':0,'delta':{'content':'a'}}]}",
                "{'choices':[{'index':1,'delta':{'content':'B'},'finish_reason':'stop'}]}",
                "{'choices':[{'index':0,'delta':{'content':'A'},'finish_reason':'tool_calls'}]}"))
        .isEqualTo(
            json(
                "{'choices':[{'index':0,'message':{'role':'assistant','content':'aA'},"
                    + "'finish_reason':'tool_calls'},{'index':1,'message':{'role':'assistant',"
                    + "'content':'bB'},'finish_reason':'stop'}]}"));
  }

  @Test
  void joinsTextsAndTheListsOfTheirProbabilities() throws IOException {
    assertThat(
            accumulated(
                "{'object':'text_completion','choices':[{'index':0,'text':'re','logprobs':"
                    + "{'tokens':['re'],'token_logprobs':[-0.10],'top_logprobs':null}}]}",
                "{'choices':[{'index':0,'text':'turn','logprobs':"
                    + "{'tokens':['turn'],'token_logprobs':[-1e-7],'top_logprobs':null}}]}",
                "{'choices':[{'index':0,'text':'','logprobs':null,'finish_reason':'stop'}]}"))
        .hasToString(
            text(
                "{'object':'text_completion','choices':[{'index':0,'text':'return','logprobs':"
                    + "{'tokens':['re','turn'],'token_logprobs':[-0.10,-1E-7],"
                    + "'top_logprobs':null},'finish_reason':'stop'}]}"));
  }

  @Test
  void keepsWhatItDoesNotKnow() throws IOException {
    assertThat(
            accumulated(
                "{'id':'','model':'','choices':[],'filters':[1],'usage':{'total_tokens':1}}",
                "{'id':'x','model':'m','choices':[{'index':0,'note':'a','stop':null,'seen':1,"
                    + "'delta':{'role':'assistant','reasoning':'c','audio':{'id':1}}}],"
                    + "'obfuscation':'xxx','usage':{'total_tokens':2}}",
                "{'id':'x','model':'m','choices':[{'index':0,'note':'b','stop':7,'seen':2,"
                    + "'delta':{'role':'assistant','reasoning':'d','audio':{'at':2}}}],'usage':null}"))
        .isEqualTo(
            json(
                "{'id':'x','model':'m','filters':[1],'choices':[{'index':0,'note':'ab','stop':7,"
                    + "'seen':2,'message':{'role':'assistant','content':null,'reasoning':'cd',"
                    + "'audio':{'at':2}}}],'usage':{'total_tokens':2}}"));
  }

  @Test
  void joinsTheOlderCallOfAFunction() throws IOException {
    assertThat(
            accumulated(
                delta("{'function_call':{'name':'f','arguments':''}}"),
                delta("{'function_call':{'arguments':'{}'}}")))
        .isEqualTo(
            json(
                "{'choices':[{'index':0,'message':{'role':'assistant','content':null,"
                    + "'function_call':{'name':'f','arguments':'{}'}}}]}"));
  }

  @Test
  void joinsCharactersThatWereCutInTwo() throws IOException {
    ObjectNode whole = accumulated(delta("{'content':'\\ud83c'}"), delta("{'content':'\\udf0a'}"));

    assertThat(Json.read(Json.write(whole)).at("/choices/0/message/content").textValue())
        .isEqualTo("🌊");
  }

  @Test
  void guessesNothingWhereAPartDoesNotSayWhereItBelongs() {
    assertThatThrownBy(() -> accumulated("{'choices':[{'delta':{'content':'a'}}]}"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> accumulated("{'choices':[{'index':'0','delta':{}}]}"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> accumulated(calls("{'id':'a','function':{'name':'f'}}")))
        .isInstanceOf(IOException.class);
  }

  private static String delta(String delta) {
    return "{'choices':[{'index':0,'delta':" + delta + "}]}";
  }

  private static String calls(String calls) {
    return delta("{'tool_calls':[" + calls + "]}");
  }

  private static ObjectNode accumulated(String... chunks) throws IOException {
    List<Events.Chunk> read = new ArrayList<>();
    for (String chunk : chunks) {
      read.add(new Events.Chunk(0, 0, json(chunk)));
    }
    return Accumulated.of(read);
  }

  private static ObjectNode json(String text) throws IOException {
    return Json.read(text(text).getBytes(UTF_8));
  }

  private static String text(String text) {
    return text.replace('\'', '"');
  }
}
