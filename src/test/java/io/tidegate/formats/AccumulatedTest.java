package io.tidegate.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
                    + "'audio':{'id':1,'at':2}}}],'usage':{'total_tokens':2}}"));
  }

  @Test
  void joinsListsByTheIndexOfTheirParts() throws IOException {
    assertMessage(
        "{'reasoning_details':[{'type':'reasoning.text','text':'think','index':0,'signature':'SIG'}"
            + ",{'type':'reasoning.encrypted','data':'xy','index':1}]}",
        "{'reasoning_details':[{'type':'reasoning.text','text':'th','index':0}]}",
        "{'reasoning_details':[{'type':'reasoning.text','text':'ink','index':0},"
            + "{'type':'reasoning.encrypted','data':'x','index':1}]}",
        "{'reasoning_details':[{'signature':'SIG','index':0},{'data':'y','index':1}]}",
        "{'reasoning_details':[]}",
        "{'reasoning_details':null}");
  }

  @Test
  void keepsPartsOfOneIndexApartThatAreOfDifferentTypesOrIds() throws IOException {
    assertMessage(
        "{'reasoning_details':[{'type':'reasoning.text','text':'hmm','index':0},"
            + "{'type':'reasoning.encrypted','id':'c1','data':'XY','index':0},"
            + "{'type':'reasoning.encrypted','id':'c2','data':'Z','index':0}]}",
        "{'reasoning_details':[{'type':'reasoning.text','text':'hm','index':0}]}",
        "{'reasoning_details':[{'type':'reasoning.text','text':'m','index':0}]}",
        "{'reasoning_details':[{'type':'reasoning.encrypted','id':'c1','data':'X','index':0}]}",
        "{'reasoning_details':[{'type':'reasoning.encrypted','id':'','data':'Y','index':0}]}",
        "{'reasoning_details':[{'type':'reasoning.encrypted','id':'c2','data':'Z','index':0}]}");
  }

  @Test
  void goesOnWithAPartOfOneIndexBehindOthersOfIt() throws IOException {
    assertMessage(
        "{'reasoning_details':[{'type':'reasoning.text','text':'hmmm','index':0,'signature':'S'},"
            + "{'type':'reasoning.encrypted','id':'c1','data':'XYZ','index':0},"
            + "{'type':'reasoning.encrypted','id':'c2','data':'V','index':0}]}",
        "{'reasoning_details':[{'type':'reasoning.text','text':'hm','index':0}]}",
        "{'reasoning_details':[{'type':'reasoning.encrypted','id':'c1','data':'X','index':0}]}",
        "{'reasoning_details':[{'type':'reasoning.text','text':'m','index':0}]}",
        "{'reasoning_details':[{'signature':'S','index':0}]}",
        "{'reasoning_details':[{'type':'reasoning.encrypted','id':'c2','data':'V','index':0}]}",
        "{'reasoning_details':[{'id':'c1','data':'Y','index':0},"
            + "{'type':'reasoning.text','text':'m','index':0}]}",
        "{'reasoning_details':[{'type':'reasoning.encrypted','id':'c1','data':'Z','index':0}]}");
  }

  @Test
  void makesTwoPartsOfWhatOneListHoldsTwice() throws IOException {
    assertMessage(
        "{'x':[{'type':'t','a':'1','index':0},{'type':'t','a':'2','index':0},{'a':'3','index':0}]}",
        "{'x':[{'type':'t','a':'1','index':0},{'type':'t','a':'2','index':0},{'a':'3','index':0}]}");
  }

  @Test
  void appendsPartsOfListsThatHaveNoIndex() throws IOException {
    assertMessage(
        "{'content':[{'type':'text','text':'first '},{'type':'text','text':'second'}],"
            + "'annotations':[{'type':'url_citation','url_citation':{'url':'a'}},"
            + "{'type':'url_citation','url_citation':{'url':'b'}}],"
            + "'images':[{'image_url':{'url':'data:1'}},{'image_url':{'url':'data:2'}}],'ids':['a',1,'a']}",
        "{'content':'','annotations':[{'type':'url_citation','url_citation':{'url':'a'}}]}",
        "{'content':[{'type':'text','text':'first '}],'images':[{'image_url':{'url':'data:1'}}]}",
        "{'content':[{'type':'text','text':'second'}],'ids':['a',1]}",
        "{'content':'','images':[{'image_url':{'url':'data:2'}}],'ids':['a'],"
            + "'annotations':[{'type':'url_citation','url_citation':{'url':'b'}}]}");
  }

  @Test
  void joinsObjectsMemberByMember() throws IOException {
    assertMessage(
        "{'audio':{'id':'audio_1','data':'AABB','transcript':'Hello.','expires_at':7},'n':{'a':{'b':'cd'}}}",
        "{'audio':{'id':'audio_1','data':'AA'},'n':{'a':{'b':'c'}}}",
        "{'audio':{'id':'audio_1','transcript':'Hel'}}",
        "{'audio':{'data':'BB','transcript':'lo.'},'n':{'a':{'b':'d'}}}",
        "{'audio':{'expires_at':7,'data':''}}");
  }

  @Test
  void laysWhatIsRepeatedBesideTheDeltasOnlyOnce() throws IOException {
    assertThat(
            accumulated(
                "{'id':'x','citations':['a'],'choices':[{'index':0,'delta':{'content':'a'},"
                    + "'content_filter_results':{'hate':{'filtered':false,'severity':'safe'}}}]}",
                "{'id':'','citations':['a','b'],'choices':[{'index':0,'delta':{'content':'b'},"
                    + "'content_filter_results':{'hate':{'filtered':false,'severity':'safe'},"
                    + "'self_harm':{'filtered':false}},'finish_reason':'stop',"
                    + "'native_finish_reason':'end_turn'}]}",
                "{'id':'x','citations':[],'choices':[{'index':0,'delta':{},"
                    + "'finish_reason':'stop','native_finish_reason':'end_turn'}]}"))
        .isEqualTo(
            json(
                "{'id':'x','citations':['a','b'],'choices':[{'index':0,'message':{'role':'assistant',"
                    + "'content':'ab'},'content_filter_results':{'hate':{'filtered':false,"
                    + "'severity':'safe'},'self_harm':{'filtered':false}},'finish_reason':'stop',"
                    + "'native_finish_reason':'end_turn'}]}"));
  }

  @Test
  void appendsIdsOfTokensHoweverOftenTheyAreTheSame() throws IOException {
    String chunk = "{'choices':[{'index':0,'delta':{'content':'ha'},'token_ids':[11]}]}";
    String two = "{'choices':[{'index':0,'delta':{'content':'!'},'token_ids':[12,11]}]}";

    assertThat(accumulated(chunk, chunk, two).at("/choices/0/token_ids"))
        .hasToString("[11,11,12,11]");
  }

  @Test
  void makesNothingOfPiecesThatDoNotFit() {
    assertThatThrownBy(() -> accumulated(delta("{'content':'a'}"), delta("{'content':['b']}")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> accumulated(delta("{'x':{'a':1}}"), delta("{'x':'b'}")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> accumulated(delta("{'x':['a']}"), delta("{'x':7}")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> accumulated(calls("{'index':0,'id':'a'}"), calls("{'index':0,'id':'b'}")))
        .isInstanceOf(IOException.class);
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
  void joinsTheNameOfAFunctionThatComesInPieces() throws IOException {
    String whole = "'function':{'name':'get_weather','arguments':'{}'}";
    assertMessage(
        "{'tool_calls':[{'id':'a'," + whole + "}]}",
        "{'tool_calls':[{'index':0,'id':'a','function':{'name':'get_','arguments':''}}]}",
        "{'tool_calls':[{'index':0,'function':{'name':'weather'}}]}",
        "{'tool_calls':[{'index':0,'function':{'name':'get_weather','arguments':'{}'}}]}");
    assertMessage(
        "{" + whole.replace("'function'", "'function_call'") + "}",
        "{'function_call':{'name':'get_','arguments':''}}",
        "{'function_call':{'name':'weather','arguments':'{'}}",
        "{'function_call':{'name':null,'arguments':'}'}}");
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

  private static void assertMessage(String message, String... deltas) throws IOException {
    String[] chunks = Stream.of(deltas).map(AccumulatedTest::delta).toArray(String[]::new);
    ObjectNode expected = json("{'role':'assistant','content':null}").setAll(json(message));
    assertThat(accumulated(chunks).at("/choices/0/message")).isEqualTo(expected);
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
