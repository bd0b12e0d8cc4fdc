package io.tidegate.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.SampleStreams;
import io.tidegate.exchange.Usage;
import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.ModelName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseEventsTest {

  private static final Dialect DIALECT = new ResponsesDialect();
  private static final String USAGE =
      "'usage':{'input_tokens':5,'input_tokens_details':{'cached_tokens':3},'output_tokens':2}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'response.created','response':{'status':'in_progress','error':null}",
        "'response.queued','response':{'status':'queued'}",
        "'response.in_progress','response':{'status':'in_progress','output':[]}",
        "'response.output_item.added','item':{'type':'message','content':[]}",
        "'response.output_item.added','item':{'type':'reasoning','name':'x'}",
        "'response.output_item.added','item':{'type':'function_call','name':''}",
        "'response.output_item.added','item':null",
        "'response.content_part.added','part':{'type':'output_text','text':''}",
        "'response.reasoning_summary_part.added','part':{'type':'summary_text','text':''}",
        "'response.output_text.delta','delta':''",
        "'response.output_text.delta','delta':null",
        "'response.function_call_arguments.delta','delta':''",
        "'response.compaction.compacting'",
        "'response.web_search_call.searching'",
        "'response.image_generation_call.generating'",
        "'response.reasoning_part.added','part':{'text':'x'}",
        "'response.output_text.done','text':'Hi'",
        "'response.output_text.annotation.added','annotation':{'type':'x'}",
        "'of.tomorrow','message':'Hi','detail':'x','delta':'x'"
      })
  void findsNeitherContentNorAnEndNorAnErrorInWhatComesBeforeOrRepeatsIt(String event) {
    ChunkFacts facts = read(event);

    assertThat(facts.content()).isFalse();
    assertThat(facts.last()).isFalse();
    assertThat(facts.error()).isNull();
    assertThat(facts.ended().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'response.output_text.delta','delta':'Hi'",
        "'response.reasoning_text.delta','delta':'Hm'",
        "'response.reasoning_summary_text.delta','delta':'Hm'",
        "'response.refusal.delta','delta':'No.'",
        "'response.function_call_arguments.delta','delta':'{'",
        "'response.custom_tool_call_input.delta','delta':'*'",
        "'response.mcp_call_arguments.delta','delta':'{'",
        "'response.code_interpreter_call_code.delta','delta':'x'",
        "'response.audio.delta','delta':'AAAA'",
        "'response.audio.transcript.delta','delta':'Hi'",
        "'response.shell_call_output_content.delta','delta':{'stdout':'x'}",
        "'response.image_generation_call.partial_image','partial_image_b64':'AAAA'",
        "'response.output_item.added','item':{'type':'function_call','name':'f','arguments':''}",
        "'response.output_item.added','item':{'name':'apply_patch','type':'custom_tool_call'}"
      })
  void findsContentWhereverAModelMadeSomething(String event) {
    assertThat(read(event).content()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'response.output_item.added','item':{'type':'image_generation_call','status':'x'}",
        "'response.output_item.added','item':{'id':'ws_1','type':'web_search_call'}",
        "'response.output_item.added','item':{'type':'mcp_call','name':'f','arguments':''}",
        "'response.image_generation_call.in_progress'",
        "'response.image_generation_call.generating'",
        "'response.web_search_call.searching'",
        "'response.file_search_call.searching'",
        "'response.code_interpreter_call.interpreting'",
        "'response.mcp_call.in_progress'"
      })
  void findsWorkWhereTheNodeItselfCallsATool(String event) {
    ChunkFacts facts = read(event);

    assertThat(facts.works()).isTrue();
    assertThat(facts.content()).isFalse();
    assertThat(facts.last()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'response.created','response':{'status':'in_progress'}",
        "'response.queued','response':{'status':'queued'}",
        "'response.output_item.added','item':{'type':'message','content':[]}",
        "'response.output_item.added','item':{'type':'reasoning','content':[]}",
        "'response.output_item.added','item':{'type':'function_call','name':''}",
        "'response.output_item.added','item':{'type':'custom_tool_call','name':''}",
        "'response.content_part.added','part':{'type':'output_text','text':''}",
        "'response.function_call_arguments.delta','delta':''",
        "'of.tomorrow_call.begun'"
      })
  void findsNoWorkInThePreamble(String event) {
    assertThat(read(event).works()).isFalse();
  }

  @Test
  void readsATypeThatComesLastAndOneThatIsTheEventsNameAlone() {
    assertThat(data("{'delta':'Hi','type':'response.output_text.delta'}").content()).isTrue();
    String named = "event: response.output_text.delta\ndata: {\"delta\":\"Hi\"}\n\n";
    assertThat(SampleStreams.facts(DIALECT, named.getBytes(UTF_8)).get(0).content()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "response.completed | 'status':'completed' | completed",
        "response.completed | 'status':'incomplete','incomplete_details':{'reason':"
            + "'max_output_tokens'} | max_output_tokens",
        "response.incomplete | 'status':'incomplete','incomplete_details':{'reason':"
            + "'content_filter'} | content_filter",
        "response.incomplete | 'incomplete_details':null | incomplete",
        "response.incomplete | 'status':'completed' | incomplete",
        "response.done | 'status':'completed' | completed",
        "response.done | 'id':'x' | completed",
        "response.completed | 'status':'in_progress' | completed"
      })
  void judgesAnEndByItsStatusMoreThanByItsName(String type, String members, String reason) {
    ChunkFacts facts = read("'" + type + "','response':{" + members + "," + USAGE + "}");

    assertThat(facts.last()).isTrue();
    assertThat(facts.finished()).isTrue();
    assertThat(facts.finishReason()).isEqualTo(reason);
    assertThat(facts.ended().cardinality()).isEqualTo(1);
    assertThat(facts.error()).isNull();
    assertThat(facts.content()).isFalse();
    assertThat(facts.usage()).isEqualTo(new Usage(5, 3, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "response.failed | 'status':'failed','error':{'code':'server_error','message':'m'} | 500",
        "response.failed | 'error':{'code':503,'message':'m'} | 503",
        "response.failed | 'error':null | 500",
        "response.failed | 'status':'failed','error':{'code':'rate_limit_exceeded'} | 429",
        "response.failed | 'error':{'code':'insufficient_quota','message':'m'} | 402",
        "response.failed | 'error':{'code':'invalid_prompt','message':'m'} | 400",
        "response.failed | 'error':{'code':'context_length_exceeded','message':'m'} | 400",
        "response.failed | 'error':{'code':'image_too_large','message':'m'} | 400",
        "response.failed | 'status':'completed' | 500",
        "response.completed | 'status':'failed' | 500",
        "response.completed | 'status':'completed','error':{'code':500,'message':'m'} | 500",
        "response.completed | 'status':'cancelled' | 503",
        "response.completed | 'status':'canceled' | 503",
        "response.cancelled | 'id':'x' | 503",
        "response.incomplete | 'status':'incomplete','incomplete_details':{'reason':'abort'} | 503"
      })
  void tellsANodeThatFailedOrGaveUpAndCountsWhatItTook(String type, String members, int status) {
    ChunkFacts facts = read("'" + type + "','response':{" + members + "," + USAGE + "}");

    assertThat(facts.error().status()).isEqualTo(status);
    assertThat(facts.cutShort()).isTrue();
    assertThat(facts.ended().isEmpty()).isTrue();
    assertThat(facts.usage()).isEqualTo(new Usage(5, 3, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'error','code':'rate_limit_exceeded','message':'Full.','param':null} | 429",
        "{'type':'error','code':null,'message':'Full.','sequence_number':3} | 500",
        "{'type':'error','code':'context_length_exceeded','message':'Full.','param':'input'} | 400",
        "{'error':{'message':'Full.','type':'x','code':503}} | 503",
        "{'error':{'message':'Full.','type':'engine_overloaded_error'}} | 503",
        "{'type':'response.created','error':{'message':'Full.','code':429}} | 429",
        "{'object':'error','message':'Full.','code':400} | 400",
        "{'detail':'Full.'} | 500"
      })
  void readsErrorsInEveryForm(String data, int status) {
    ChunkFacts facts = data(data);

    assertThat(facts.error().message()).isEqualTo("Full.");
    assertThat(facts.error().status()).isEqualTo(status);
  }

  @Test
  void readsNothingInWhatIsNoJsonObject() {
    for (String data : new String[] {"[DONE]", "7", "[{'type':'response.completed'}]", "{'type"}) {
      assertThat(data(data)).isNull();
    }
  }

  @Test
  void namesTheModelWithinTheResponseInItsPlace() {
    String event =
        SampleStreams.json(
            "{'type':'response.created','model':'no','response':{'id':'\u6df1','model' : "
                + "'served','output':[{'model':'no'}]}}");
    byte[] json = event.getBytes(UTF_8);
    byte[] named = new ModelName("offered").in(json, data(event));

    assertThat(new String(named, UTF_8)).isEqualTo(event.replace("served", "offered"));
  }

  @Test
  void readsAWholeAnswer() {
    String members = "'object':'response','model':'m','error':null,'incomplete_details':null,";
    String said = "'output':[{'type':'message'}],";

    ChunkFacts good = answer("{" + members + said + "'status':'completed'," + USAGE + "}");
    assertThat(good.content()).isTrue();
    assertThat(good.finished()).isTrue();
    assertThat(good.error()).isNull();
    assertThat(good.usage()).isEqualTo(new Usage(5, 3, 2));
    assertThat(good.model().name()).isEqualTo("m");

    ChunkFacts cut =
        answer(
            "{'object':'response','status':'incomplete','output':[],'incomplete_details':"
                + "{'reason':'max_output_tokens'}}");
    assertThat(cut.content()).isFalse();
    assertThat(cut.finished()).isTrue();

    for (String status : new String[] {"in_progress", "queued"}) {
      ChunkFacts early = answer("{" + members + said + "'status':'" + status + "'}");
      assertThat(early.content() || early.finished()).isFalse();
    }
    assertThat(answer("{" + said + "'status':'cancelled'}").cutShort()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'message':'m','type':'t','param':'input','code':'c'}} | t | input | 500",
        "{'error':{'message':'m','type':'invalid_request_error'}} | invalid_request_error || 400",
        "{'error':'m','status':429} | | | 429",
        "{'object':'error','message':'m','type':'BadRequestError'} | BadRequestError || 400",
        "{'message':'m'} | | | 500",
        "{'status':503,'title':'m'} | | | 503",
        "{'detail':{'message':'m','code':503}} | | | 503",
        "[{'error':{'code':400,'message':'m'}}] | | | 400",
        "{'object':'response','status':'failed','error':{'code':'invalid_prompt','message':'m'}} |"
            + " | | 400"
      })
  void readsAnErrorInThePlaceOfAnAnswer(String json, String type, String param, int status) {
    ChunkFacts facts = answer(json);

    assertThat(facts.error().message()).isEqualTo("m");
    assertThat(facts.error().type()).isEqualTo(type);
    assertThat(facts.error().param()).isEqualTo(param);
    assertThat(facts.error().status()).isEqualTo(status);
  }

  @Test
  void takesNeitherAnAnswerOfAnotherApiNorAListForOne() {
    ChunkFacts chat = answer("{'choices':[{'message':{'content':'Hi'}}]}");
    assertThat(chat.content() || chat.finished()).isFalse();
    assertThat(answer("[{'object':'response','output':[{}]}]")).isNull();
    assertThat(answer("'Hi'")).isNull();
    assertThat(answer("")).isNull();
  }

  private static ChunkFacts read(String typeAndMembers) {
    return data("{'type':" + typeAndMembers + ",'sequence_number':3}");
  }

  private static ChunkFacts data(String json) {
    byte[] event = ("data: " + SampleStreams.json(json) + "\n\n").getBytes(UTF_8);
    return SampleStreams.facts(DIALECT, event).get(0);
  }

  private static ChunkFacts answer(String json) {
    return DIALECT.answer(SampleStreams.json(json).getBytes(UTF_8));
  }
}
