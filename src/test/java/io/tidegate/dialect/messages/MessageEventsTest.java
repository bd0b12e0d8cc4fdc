package io.tidegate.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.SampleStreams;
import io.tidegate.exchange.Usage;
import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.ModelName;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageEventsTest {

  private static final Dialect DIALECT = new MessagesDialect();
  private static final String START =
      "{'type':'message_start','message':{'type':'message','content':[],'stop_reason':null}}";
  private static final String STOP = "{'type':'message_stop'}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        START,
        "{'type':'ping'}",
        "{'type':'content_block_start','content_block':{'type':'text','text':''}}",
        "{'type':'content_block_start','content_block':{'type':'thinking','thinking':'',"
            + "'signature':''}}",
        "{'type':'content_block_start','content_block':{'type':'tool_use','name':'','input':{}}}",
        "{'type':'content_block_start','content_block':{'type':'redacted_thinking','data':''}}",
        "{'type':'content_block_delta','delta':{'type':'text_delta','text':''}}",
        "{'type':'content_block_delta','delta':{'type':'input_json_delta','partial_json':''}}",
        "{'type':'content_block_delta','delta':{'type':'signature_delta','signature':'x'}}",
        "{'type':'content_block_stop','index':0}",
        "{'type':'message_delta','delta':{'stop_reason':null},'usage':{'output_tokens':1}}",
        "{'type':'of_tomorrow','message':'x','detail':'x'}"
      })
  void findsNeitherContentNorAnEndNorAnErrorInWhatComesBefore(String data) {
    ChunkFacts facts = facts(data).get(0);

    assertThat(facts.content()).isFalse();
    assertThat(facts.last()).isFalse();
    assertThat(facts.error()).isNull();
    assertThat(facts.finishReason()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'content_block_delta','delta':{'type':'text_delta','text':'Hi'}}",
        "{'delta':{'thinking':'Hm','type':'thinking_delta'},'type':'content_block_delta'}",
        "{'type':'content_block_delta','delta':{'type':'input_json_delta','partial_json':'{'}}",
        "{'type':'content_block_start','content_block':{'type':'tool_use','name':'f','input':{}}}",
        "{'type':'content_block_start','content_block':{'type':'tool_use','name':'f'}}",
        "{'type':'content_block_start','content_block':{'type':'server_tool_use','name':'w'}}",
        "{'type':'content_block_start','content_block':{'type':'redacted_thinking','data':'x'}}",
        "{'type':'content_block_start','content_block':{'type':'text','text':'Hi'}}"
      })
  void findsContentWhereverAModelMadeSomething(String data) {
    assertThat(facts(data).get(0).content()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_tokens", "end_turn", "stop_sequence", "refusal", "pause_turn"})
  void takesAnEmptyMessageForWholeWhoseEndSaysWhy(String reason) {
    List<ChunkFacts> facts = facts(START, delta(reason), STOP);
    ChunkFacts last = facts.get(2);

    assertThat(facts).noneMatch(ChunkFacts::content);
    assertThat(facts.get(1).finishReason()).isEqualTo(reason);
    assertThat(facts.get(1).last()).isFalse();
    assertThat(facts.get(1).ended().isEmpty()).isTrue();
    assertThat(last.last()).isTrue();
    assertThat(last.finished()).isTrue();
    assertThat(last.ended().cardinality()).isEqualTo(1);
    assertThat(last.error()).isNull();
  }

  @Test
  void takesAMessageForBrokenWhoseEndDoesNotSayWhy() {
    ChunkFacts last = facts(START, "{'type':'message_delta','delta':{}}", STOP).get(2);

    assertThat(last.error().status()).isEqualTo(500);
    assertThat(last.ended().isEmpty()).isTrue();
    assertThat(facts(START, STOP).get(1).error()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"aborted, 503", "insufficient_system_resource, 503", "error, 500"})
  void tellsANodeThatGaveUpBeforeItsEndIsPassedOn(String reason, int status) {
    List<ChunkFacts> facts = facts(START, delta(reason), STOP);

    assertThat(facts.get(1).error().status()).isEqualTo(status);
    assertThat(facts.get(1).cutShort()).isTrue();
    assertThat(facts.get(1).usage().output()).isEqualTo(9);
    assertThat(facts.get(2).error().status()).isEqualTo(status);
  }

  /** Row 3. */
  @Test
  void addsUpTheInputAndKeepsOfEachNumberTheLast() {
    List<ChunkFacts> facts =
        facts(
            "{'type':'message_start','message':{'usage':{'input_tokens':20,"
                + "'cache_creation_input_tokens':30,'cache_read_input_tokens':100,"
                + "'output_tokens':1,'server_tool_use':{'input_tokens':7}}}}",
            "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':"
                + "{'input_tokens':21,'cache_read_input_tokens':null,'output_tokens':9}}",
            STOP);

    assertThat(facts.get(0).usage()).isEqualTo(new Usage(150, 100, 1));
    assertThat(facts.get(1).usage()).isEqualTo(new Usage(151, 100, 9));
    assertThat(facts.get(2).usage()).isEqualTo(new Usage(151, 100, 9));
    assertThat(facts(START).get(0).usage()).isEqualTo(Usage.NONE);
  }

  @Test
  void sharesNothingBetweenTwoStreams() {
    facts(SampleStreams.json(START), delta("end_turn"), STOP);

    assertThat(facts(STOP).get(0).error()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'error','error':{'type':'overloaded_error','message':'Full.'}} | 529",
        "{'type':'error','error':{'type':'billing_error','message':'Full.'}} | 402",
        "{'type':'error','error':{'type':'not_found_error','message':'Full.'}} | 404",
        "{'type':'error','error':{'type':'api_error','message':'Full.'}} | 500",
        "{'type':'error','error':{'type':'internal_error','message':'Full.'}} | 500",
        "{'error':{'message':'Full.','type':'unknown_error','code':'invalid_request_error'}} | 500",
        "{'error':{'message':'Full.','type':'service_unavailable_error'}} | 503",
        "{'error':{'message':'Full.','code':429}} | 429",
        "{'type':'content_block_delta','error':{'message':'Full.','code':429}} | 429",
        "{'object':'error','message':'Full.','code':503} | 503",
        "{'message':'Full.'} | 500",
        "{'status':503,'title':'Full.'} | 503",
        "{'detail':{'message':'Full.','code':503}} | 503"
      })
  void readsErrorsInEveryFormInStreamsAndInTheirPlace(String json, int status) {
    ChunkFacts event = facts(json).get(0);
    ChunkFacts plain = answer(json);

    assertThat(event.error().message()).isEqualTo("Full.");
    assertThat(event.error().status()).isEqualTo(status);
    assertThat(plain.error().message()).isEqualTo("Full.");
    assertThat(plain.error().status()).isEqualTo(status);
  }

  @Test
  void namesTheModelWithinTheMessageInItsPlace() {
    String json =
        SampleStreams.json(
            "{'message':{'id':'\u6df1','usage':{},'model':'served'},'type':'message_start'}");
    byte[] named = new ModelName("offered").in(json.getBytes(UTF_8), facts(json).get(0));

    assertThat(new String(named, UTF_8)).isEqualTo(json.replace("served", "offered"));
  }

  @Test
  void readsAWholeMessage() {
    String rest =
        "'type':'message','model':'m','usage':{'input_tokens':2,'output_tokens':9},'stop_reason':";

    ChunkFacts good = answer("{'content':[{'type':'text','text':'Hi'}]," + rest + "'end_turn'}");
    assertThat(good.content()).isTrue();
    assertThat(good.finished()).isTrue();
    assertThat(good.usage()).isEqualTo(new Usage(2, -1, 9));
    assertThat(good.model().name()).isEqualTo("m");
    assertThat(good.error()).isNull();

    ChunkFacts probe = answer("{'content':[{'type':'text','text':''}]," + rest + "'max_tokens'}");
    assertThat(probe.content()).isFalse();
    assertThat(probe.finished()).isTrue();

    ChunkFacts neither = answer("{'content':[]," + rest + "null}");
    assertThat(neither.content() || neither.finished()).isFalse();
    assertThat(answer("{'content':[]," + rest + "'aborted'}").error().status()).isEqualTo(503);
    assertThat(answer("[{'type':'message'}]")).isNull();
    assertThat(answer("7")).isNull();
  }

  @Test
  void takesACountOfTokensForAnAnswerAndNotForTokensUsed() {
    ChunkFacts facts = answer("{'input_tokens':0}");

    assertThat(facts.content()).isTrue();
    assertThat(facts.error()).isNull();
    assertThat(facts.usage()).isEqualTo(Usage.NONE);
    assertThat(answer("{'input_tokens':'many'}").content()).isFalse();
  }

  @Test
  void givesACountOfTokensAgain() throws IOException {
    assertThat(DIALECT.complete("{\"input_tokens\":14}".getBytes(UTF_8))).isTrue();
    assertThat(DIALECT.complete("{\"input_tokens\":null}".getBytes(UTF_8))).isFalse();
    assertThat(DIALECT.complete("{}".getBytes(UTF_8))).isFalse();
  }

  private static String delta(String reason) {
    return "{'type':'message_delta','delta':{'stop_reason':'"
        + reason
        + "'},'usage':{'output_tokens':9}}";
  }

  private static List<ChunkFacts> facts(String... data) {
    StringBuilder stream = new StringBuilder();
    for (String each : data) {
      stream.append("data: ").append(SampleStreams.json(each)).append("\n\n");
    }
    return SampleStreams.facts(DIALECT, stream.toString().getBytes(UTF_8));
  }

  private static ChunkFacts answer(String json) {
    return DIALECT.answer(SampleStreams.json(json).getBytes(UTF_8));
  }
}
