package io.tidegate.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.NamedEvents;
import io.tidegate.dialect.SampleStreams;
import io.tidegate.formats.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageStreamTest {

  private static final Dialect DIALECT = new MessagesDialect();
  private static final String THINKING = "{'type':'thinking','thinking':'Hm','signature':'c2ln'}";
  private static final String UNSIGNED = "{'type':'thinking','thinking':'Hm'}";
  private static final String HIDDEN = "{'type':'redacted_thinking','data':'x'}";
  private static final String TEXT = "{'type':'text','text':'Hi','citations':null}";
  private static final String CITED =
      "{'type':'text','text':'Hi','citations':[{'type':'char_location','cited_text':'H'}]}";
  private static final String CALL =
      "{'type':'tool_use','id':'t1','name':'f','input':{'a':1.50,'b':['\u6df1',null]}}";
  private static final String BARE = "{'type':'tool_use','id':'t2','name':'g','input':{}}";
  private static final String START =
      "{'type':'message_start','message':{'id':'m1','type':'message','role':'assistant',"
          + "'content':[],'stop_reason':null,'usage':{'input_tokens':5,'output_tokens':1}}}";
  private static final String END =
      "{'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null},"
          + "'usage':{'output_tokens':9}}";
  private static final String STOP = "{'type':'message_stop'}";
  private static final String BLOCK_END = "{'type':'content_block_stop','index':0}";

  /** Row 25. */
  @Test
  void sendsEachBlockBetweenItsBeginningAndItsEnd() throws IOException {
    List<ObjectNode> events = events(plain("tool_use", THINKING, CITED, CALL));

    assertThat(events.stream().map(MessageStreamTest::kind))
        .containsExactly(
            "message_start",
            "content_block_start 0 thinking",
            "content_block_delta 0 thinking_delta",
            "content_block_delta 0 signature_delta",
            "content_block_stop 0 ",
            "content_block_start 1 text",
            "content_block_delta 1 text_delta",
            "content_block_delta 1 citations_delta",
            "content_block_stop 1 ",
            "content_block_start 2 tool_use",
            "content_block_delta 2 input_json_delta",
            "content_block_stop 2 ",
            "message_delta",
            "message_stop");
    assertThat(events.get(9).at("/content_block/input").isObject()).isTrue();
    assertThat(events.get(9).at("/content_block/input").isEmpty()).isTrue();
    assertThat(events.get(10).at("/delta/partial_json").asText())
        .isEqualTo("{\"a\":1.50,\"b\":[\"\u6df1\",null]}");
  }

  /** Row 1. */
  @Test
  void makesNoEmptyTextBesideTheCallOfATool() throws IOException {
    List<ObjectNode> events = events(plain("tool_use", CALL));

    assertThat(events.stream().map(MessageStreamTest::kind))
        .noneMatch(kind -> kind.contains("text"));
    assertThat(events.get(events.size() - 2).at("/delta/stop_reason").asText())
        .isEqualTo("tool_use");
  }

  /** Rows 11 and 16. */
  @Test
  void startsOnceAndWithAllThatClientsLookFor() throws IOException {
    ObjectNode bare = Json.object().put("stop_reason", "end_turn");
    bare.putArray("content").add(json(TEXT));
    List<ObjectNode> events = events(bare);
    JsonNode start = events.get(0).path("message");

    assertThat(events).filteredOn(event -> kind(event).equals("message_start")).hasSize(1);
    assertThat(start.path("type").asText()).isEqualTo("message");
    assertThat(start.path("role").asText()).isEqualTo("assistant");
    assertThat(start.path("content").isArray()).isTrue();
    assertThat(start.path("content").isEmpty()).isTrue();
    assertThat(start.at("/usage/input_tokens").isInt()).isTrue();
    assertThat(start.at("/usage/output_tokens").isInt()).isTrue();
    assertThat(start.get("stop_reason").isNull()).isTrue();
  }

  /** Row 3. */
  @Test
  void tellsWhatWasReadFromTheCacheAndWrittenToIt() throws IOException {
    List<ObjectNode> events = events(plain("end_turn", TEXT));

    assertThat(events.get(0).at("/message/usage/cache_read_input_tokens").asInt()).isEqualTo(100);
    assertThat(events.get(events.size() - 2).at("/usage/output_tokens").asInt()).isEqualTo(9);
    assertThat(events.get(events.size() - 2).at("/usage/cache_read_input_tokens").asInt())
        .isEqualTo(100);
  }

  @Test
  void namesEachEventByItsType() throws IOException {
    String stream = new String(DIALECT.streamed(plain("end_turn", TEXT), false), UTF_8);

    for (String event : stream.strip().split("\n\n", -1)) {
      String name = event.substring("event: ".length(), event.indexOf('\n'));
      assertThat(event).contains("\ndata: {\"type\":\"" + name + "\"");
    }
    assertThat(stream).endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'content':[],'stop_reason':null}",
        "{'content':[]}",
        "{'type':'error','error':{'message':'m'},'stop_reason':'end_turn'}",
        "{'content':['Hi'],'stop_reason':'end_turn'}",
        "{'content':[{'type':'tool_use','input':'x'}],'stop_reason':'tool_use'}"
      })
  void makesNoStreamOfWhatIsNoWholeMessage(String plain) {
    assertThatThrownBy(() -> DIALECT.streamed(json(plain), false)).isInstanceOf(IOException.class);
  }

  @Property(tries = 300)
  void losesNothingOnTheWayThereAndBack(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<String> all =
        List.of(THINKING, UNSIGNED, HIDDEN, TEXT, CITED, CALL, BARE, "{'type':'x','y':[1]}");
    String[] blocks = new String[random.nextInt(5)];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = all.get(random.nextInt(all.size()));
    }
    ObjectNode plain = plain(random.nextBoolean() ? "end_turn" : "max_tokens", blocks);

    assertThat(DIALECT.accumulated(DIALECT.streamed(plain.deepCopy(), true))).isEqualTo(plain);
  }

  /** Row 2. */
  @Test
  void losesNoByteOfAnInputThatTheStartOfItsBlockHolds() throws IOException {
    JsonNode block =
        folded("{'type':'tool_use','id':'t','name':'f','input':{'a':1}}", "input_json_delta", "");

    assertThat(block.path("input")).isEqualTo(json("{'a':1}"));
  }

  @Test
  void takesNoInputForAnEmptyOne() throws IOException {
    String call = "{'type':'tool_use','id':'t','name':'f'}";

    assertThat(folded(call, "input_json_delta", "").path("input")).isEqualTo(Json.object());
    assertThat(folded(call, "input_json_delta", "{\\'a\\':1.50}").path("input"))
        .isEqualTo(json("{'a':1.50}"));
  }

  @Test
  void keepsWhatThereIsOfAnInputThatItsBoundCut() throws IOException {
    String block =
        "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use','id':'t'}}";
    String part =
        "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta',"
            + "'partial_json':'{\\'a\\':\\'1\\',\\'b\\':\\'x'}}";
    String cut = END.replace("tool_use", "max_tokens");

    assertThat(
            DIALECT
                .accumulated(SampleStreams.stream(START, block, part, BLOCK_END, cut, STOP))
                .at("/content/0/input"))
        .isEqualTo(json("{'a':'1','b':'x'}"));
    assertThatThrownBy(
            () ->
                DIALECT.accumulated(SampleStreams.stream(START, block, part, BLOCK_END, END, STOP)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void laysTheTokensOfTheEndOverThoseOfTheStart() throws IOException {
    ObjectNode plain = DIALECT.accumulated(SampleStreams.stream(START, END, STOP));

    assertThat(plain.path("usage")).isEqualTo(json("{'input_tokens':5,'output_tokens':9}"));
    assertThat(plain.path("stop_reason").asText()).isEqualTo("tool_use");
    assertThat(plain.path("content").isEmpty()).isTrue();
  }

  @Test
  void makesNoMessageOfAStreamThatWasCutOrFailedOrIsUnknown() {
    String block = "{'type':'content_block_start','index':0,'content_block':{'type':'text'}}";
    String odd = "{'type':'content_block_delta','index':0,'delta':{'type':'of_tomorrow'}}";
    String error = "{'type':'error','error':{'message':'m'}}";
    String[][] streams = {
      {START, END},
      {START, STOP},
      {END, STOP},
      {START, START, END, STOP},
      {START, block, END, STOP},
      {START, block, block, BLOCK_END, END, STOP},
      {START, BLOCK_END, END, STOP},
      {START, block, odd, BLOCK_END, END, STOP},
      {START, block, BLOCK_END, odd.replace("of_tomorrow", "text_delta"), END, STOP},
      {START, error, END, STOP},
      {START, "{'error':{'message':'m'}}", END, STOP},
      {START, END, STOP, error},
      {START, END, STOP, START, END, STOP},
      {}
    };
    for (String[] stream : streams) {
      assertThatThrownBy(() -> DIALECT.accumulated(SampleStreams.stream(stream)))
          .as("%s", (Object) stream)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void leavesOutEventsThatNobodyKnows() throws IOException {
    String odd = "{'type':'of_tomorrow','content':'x'}";

    assertThat(DIALECT.accumulated(SampleStreams.stream(START, odd, END, odd, STOP)))
        .isEqualTo(DIALECT.accumulated(SampleStreams.stream(START, END, STOP)));
  }

  @Test
  void givesAgainOnlyWhatStoppedByItselfAndSaysSomething() throws IOException {
    assertThat(DIALECT.complete(plain("end_turn", THINKING, TEXT))).isTrue();
    assertThat(DIALECT.complete(plain("stop_sequence", TEXT))).isTrue();
    assertThat(DIALECT.complete(plain("tool_use", CALL))).isTrue();
    for (String reason : new String[] {"max_tokens", "refusal", "pause_turn", "x"}) {
      assertThat(DIALECT.complete(plain(reason, TEXT))).as(reason).isFalse();
    }
    assertThat(DIALECT.complete(plain("end_turn"))).isFalse();
    assertThat(DIALECT.complete(plain("end_turn", THINKING))).isFalse();
    assertThat(DIALECT.complete(plain("end_turn", "{'type':'text','text':''}"))).isFalse();
    assertThat(DIALECT.complete(json("{'type':'error','error':{'message':'m'}}"))).isFalse();
    assertThat(DIALECT.complete(plain("end_turn", TEXT).put("error", ""))).isTrue();
  }

  private static JsonNode folded(String start, String type, String json) throws IOException {
    return DIALECT
        .accumulated(
            SampleStreams.stream(
                START,
                "{'type':'content_block_start','index':0,'content_block':" + start + "}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'"
                    + type
                    + "','partial_json':'"
                    + json
                    + "'}}",
                BLOCK_END,
                END,
                STOP))
        .path("content")
        .get(0);
  }

  private static String kind(ObjectNode event) {
    String type = event.path("type").asText();
    return event.has("index")
        ? type
            + " "
            + event.get("index")
            + " "
            + event.at("/content_block/type").asText(event.at("/delta/type").asText(""))
        : type;
  }

  private static ObjectNode plain(String reason, String... blocks) throws IOException {
    ObjectNode plain =
        json(
            "{'id':'m1','type':'message','role':'assistant','model':'m','stop_sequence':null,"
                + "'usage':{'input_tokens':20,'cache_creation_input_tokens':30,"
                + "'cache_read_input_tokens':100,'output_tokens':9}}");
    plain.put("stop_reason", reason);
    ArrayNode content = plain.putArray("content");
    for (String block : blocks) {
      content.add(json(block));
    }
    return plain;
  }

  private static ObjectNode json(String text) throws IOException {
    return Json.read(SampleStreams.json(text).getBytes(UTF_8));
  }

  private static List<ObjectNode> events(ObjectNode plain) throws IOException {
    List<ObjectNode> events = new ArrayList<>();
    NamedEvents.read(DIALECT.streamed(plain, false), (type, data) -> events.add(data));
    return events;
  }
}
