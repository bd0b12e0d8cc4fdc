package io.tidegate.dialect.responses;

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
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseStreamTest {

  private static final Dialect DIALECT = new ResponsesDialect();
  private static final String REASONING =
      "{'id':'rs_1','type':'reasoning','summary':[{'type':'summary_text','text':'S'}],"
          + "'content':[{'type':'reasoning_text','text':'Hm'}]}";
  private static final String MESSAGE =
      "{'id':'msg_1','type':'message','status':'completed','role':'assistant','content':["
          + "{'type':'output_text','text':'Hi','annotations':[{'type':'url_citation','url':'u'}],"
          + "'logprobs':[]},{'type':'refusal','refusal':'No.'}]}";
  private static final String CALL =
      "{'id':'fc_1','type':'function_call','call_id':'c1','name':'f','arguments':'{}'}";
  private static final String CUSTOM =
      "{'id':'ct_1','type':'custom_tool_call','call_id':'c2','name':'apply_patch','input':'*'}";
  private static final String SEARCH =
      "{'id':'ws_1','type':'web_search_call','status':'completed','action':{'type':'search'}}";

  /** Rows 4, 5 and 7. */
  @Test
  void sendsEachItemBetweenItsBeginningAndItsEndUnderItsOwnIndex() throws IOException {
    List<ObjectNode> events = events(plain("completed", REASONING, MESSAGE, CALL));

    assertThat(events.stream().map(event -> event.path("type").asText().substring(9)))
        .containsExactly(
            "created",
            "in_progress",
            "output_item.added",
            "reasoning_summary_part.added",
            "reasoning_summary_text.delta",
            "reasoning_summary_text.done",
            "reasoning_summary_part.done",
            "content_part.added",
            "reasoning_text.delta",
            "reasoning_text.done",
            "content_part.done",
            "output_item.done",
            "output_item.added",
            "content_part.added",
            "output_text.delta",
            "output_text.annotation.added",
            "output_text.done",
            "content_part.done",
            "content_part.added",
            "refusal.delta",
            "refusal.done",
            "content_part.done",
            "output_item.done",
            "output_item.added",
            "function_call_arguments.delta",
            "function_call_arguments.done",
            "output_item.done",
            "completed");
    assertThat(indices(events)).containsExactly(0, 1, 2);
    assertThat(events.get(23).path("item").path("arguments").asText("?")).isEmpty();
    assertThat(events.get(23).path("item").path("name").asText()).isEqualTo("f");
  }

  /** Row 6. */
  @Test
  void numbersTheEventsOneByOneAndNamesEachByItsType() throws IOException {
    byte[] stream = DIALECT.streamed(plain("completed", MESSAGE, CUSTOM, SEARCH), false);
    int next = 0;
    for (ObjectNode event : read(stream)) {
      assertThat(event.path("sequence_number").asInt(-1)).isEqualTo(next++);
    }
    String text = new String(stream, UTF_8);
    assertThat(text.strip().split("\n\n", -1))
        .allSatisfy(
            event -> {
              String type = event.replaceAll("(?s).*\"type\":\"(response\\.[^\"]+)\".*", "$1");
              assertThat(event).startsWith("event: response.").contains("\ndata: {\"type\":\"");
              assertThat(type).isNotEmpty();
            });
    assertThat(text).doesNotContain("[DONE]").endsWith("}\n\n");
  }

  @Test
  void saysNothingOfTheEndBeforeIt() throws IOException {
    List<ObjectNode> events = events(plain("completed", MESSAGE));
    JsonNode begun = events.get(0).path("response");

    assertThat(begun.path("status").asText()).isEqualTo("in_progress");
    assertThat(begun.path("output").isEmpty()).isTrue();
    assertThat(begun.path("usage").isNull()).isTrue();
    assertThat(begun.path("id").asText()).isEqualTo("r1");
    assertThat(events.get(2).path("item").path("status").asText()).isEqualTo("in_progress");
    assertThat(events.get(2).path("item").path("content").isEmpty()).isTrue();
    assertThat(events.get(3).path("part").path("text").asText("?")).isEmpty();
    assertThat(events.get(3).path("part").path("annotations").isEmpty()).isTrue();
  }

  @Test
  void endsAsThePlainAnswerDid() throws IOException {
    ObjectNode plain = plain("incomplete", MESSAGE);
    plain.putObject("incomplete_details").put("reason", "max_output_tokens");
    List<ObjectNode> events = events(plain);
    ObjectNode last = events.get(events.size() - 1);

    assertThat(last.path("type").asText()).isEqualTo("response.incomplete");
    assertThat(last.get("response")).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'status':'failed','output':[]}",
        "{'status':'in_progress','output':[]}",
        "{'status':'completed','error':{'code':'x'},'output':[]}",
        "{'status':'completed','output':['Hi']}",
        "{'status':'completed','output':[{'type':'message','content':['Hi']}]}"
      })
  void makesNoStreamOfWhatIsNoWholeAnswer(String plain) {
    assertThatThrownBy(() -> DIALECT.streamed(json(plain), false)).isInstanceOf(IOException.class);
  }

  @Property(tries = 300)
  void losesNothingOnTheWayThereAndBack(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<String> all = List.of(REASONING, MESSAGE, CALL, CUSTOM, SEARCH, "{'type':'x'}");
    String[] items = new String[random.nextInt(5)];
    for (int i = 0; i < items.length; i++) {
      items[i] = all.get(random.nextInt(all.size()));
    }
    ObjectNode plain = plain(random.nextBoolean() ? "completed" : "incomplete", items);

    assertThat(DIALECT.accumulated(DIALECT.streamed(plain.deepCopy(), true))).isEqualTo(plain);
  }

  @Test
  void takesTheItemsForTheOutputThatTheEndLeavesOut() throws IOException {
    byte[] stream =
        SampleStreams.stream(
            "{'type':'response.output_item.done','output_index':1,'item':" + CALL + "}",
            "{'type':'response.output_item.done','output_index':0,'item':" + REASONING + "}",
            "{'type':'response.completed','response':{'status':'completed','output':[]}}");
    JsonNode output = DIALECT.accumulated(stream).path("output");

    assertThat(output.get(0).path("id").asText()).isEqualTo("rs_1");
    assertThat(output.get(1).path("id").asText()).isEqualTo("fc_1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'response.created','response':{'status':'in_progress'}}",
        "{'type':'response.failed','response':{'status':'failed','error':{'message':'m'}}}",
        "{'type':'response.completed','response':{'status':'failed'}}",
        "{'type':'response.completed','response':{'status':'cancelled'}}",
        "{'type':'response.completed','response':{'status':'completed','error':{'code':5}}}",
        "{'type':'response.completed'}",
        "{'type':'error','message':'m'}",
        "{'error':{'message':'m'}}",
        "{'type':'response.output_item.done','item':{}}",
        "[DONE]"
      })
  void makesNoAnswerOfAStreamThatWasCutOrFailed(String data) {
    byte[] stream = SampleStreams.stream(data);

    assertThatThrownBy(() -> DIALECT.accumulated(stream)).isInstanceOf(IOException.class);
  }

  @Test
  void givesAgainOnlyWhatCompletedAndSaysSomething() throws IOException {
    assertThat(DIALECT.complete(plain("completed", REASONING, MESSAGE))).isTrue();
    assertThat(DIALECT.complete(plain("completed", CALL))).isTrue();
    assertThat(DIALECT.complete(plain("completed"))).isFalse();
    assertThat(DIALECT.complete(plain("completed", REASONING))).isFalse();
    assertThat(DIALECT.complete(plain("incomplete", MESSAGE))).isFalse();
    assertThat(DIALECT.complete(plain("failed", MESSAGE))).isFalse();
    assertThat(
            DIALECT.complete(
                plain("completed", "{'type':'message','content':[{'type':'output_text'}]}")))
        .isFalse();
    ObjectNode failed = plain("completed", MESSAGE);
    failed.putObject("error").put("code", "server_error");
    assertThat(DIALECT.complete(failed)).isFalse();
  }

  @Test
  void takesAnErrorThatSaysNothingForNone() throws IOException {
    ObjectNode plain = plain("completed", MESSAGE);
    plain.putObject("error").put("message", "").putNull("code");
    byte[] stream =
        SampleStreams.stream(
            "{'type':'response.created','error':'','response':{'status':'in_progress'}}",
            "{'type':'response.completed','error':{},'response':" + plain + "}");

    assertThat(DIALECT.complete(plain)).isTrue();
    assertThat(DIALECT.accumulated(stream)).isEqualTo(plain);
    assertThat(DIALECT.accumulated(DIALECT.streamed(plain, false))).isEqualTo(plain);
  }

  /** Row 12, as far as the cache goes. */
  @Test
  void givesNothingAgainThatOnlyOneAccountCanRead() throws IOException {
    String sealed = "{'type':'reasoning','summary':[],'encrypted_content':'gAAA'}";
    String open = "{'type':'reasoning','summary':[],'encrypted_content':null}";

    assertThat(DIALECT.complete(plain("completed", sealed, MESSAGE))).isFalse();
    assertThat(DIALECT.complete(plain("completed", open, MESSAGE))).isTrue();
  }

  @Test
  void takesAnAnswerForCutThatAnEventCalledCompletedBrings() throws IOException {
    byte[] stream =
        SampleStreams.stream(
            "{'type':'response.completed','response':{'status':'incomplete','output':["
                + MESSAGE
                + "],'incomplete_details':{'reason':'max_output_tokens'}}}");
    ObjectNode plain = DIALECT.accumulated(stream);

    assertThat(DIALECT.complete(plain)).isFalse();
    assertThat(plain.path("incomplete_details").path("reason").asText())
        .isEqualTo("max_output_tokens");
  }

  private static Set<Integer> indices(List<ObjectNode> events) {
    Set<Integer> open = new HashSet<>();
    Set<Integer> all = new HashSet<>();
    for (ObjectNode event : events) {
      JsonNode index = event.get("output_index");
      if (event.path("type").asText().endsWith("output_item.added")) {
        assertThat(all.add(index.asInt())).isTrue();
        open.add(index.asInt());
      } else if (index != null) {
        assertThat(open).contains(index.asInt());
      }
      if (event.path("type").asText().endsWith("output_item.done")) {
        open.remove(index.asInt());
      }
    }
    assertThat(open).isEmpty();
    return all;
  }

  private static ObjectNode plain(String status, String... items) throws IOException {
    ObjectNode plain =
        json(
            "{'id':'r1','object':'response','created_at':7,'error':null,'model':'m','x':1.50,"
                + "'usage':{'input_tokens':5,'output_tokens':2}}");
    plain.put("status", status).putNull("incomplete_details");
    ArrayNode output = plain.putArray("output");
    for (String item : items) {
      output.add(json(item));
    }
    return plain;
  }

  private static ObjectNode json(String text) throws IOException {
    return Json.read(SampleStreams.json(text).getBytes(UTF_8));
  }

  private static List<ObjectNode> events(ObjectNode plain) throws IOException {
    return read(DIALECT.streamed(plain, false));
  }

  private static List<ObjectNode> read(byte[] stream) throws IOException {
    List<ObjectNode> events = new ArrayList<>();
    NamedEvents.read(stream, (type, data) -> events.add(data));
    return events;
  }
}
