package io.tidegate.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.ErrorForm;
import io.tidegate.dialect.NamedEvents;
import io.tidegate.dialect.SampleStreams;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.formats.Json;
import io.tidegate.upstream.reading.ChunkFacts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesErrorsTest {

  private static final Dialect DIALECT = new ResponsesDialect();
  private static final ErrorForm ERRORS = DIALECT.errors();
  private static final Failure BROKEN =
      Failure.of(ErrorCode.UPSTREAM_FAILED, "The node broke off.");
  private static final List<byte[]> SENT = SampleStreams.events(SampleStreams.RESPONSE);

  @Test
  void endsABrokenStreamWithTheIdOfItsStartAndTheNextNumber() {
    byte[] event = ERRORS.event(BROKEN, "req_1", SENT.get(0), SENT.get(8));
    ObjectNode data = NamedEvents.data(event);
    JsonNode response = data.path("response");

    assertThat(new String(event, UTF_8))
        .startsWith("event: response.failed\ndata: {")
        .endsWith("}\n\n");
    assertThat(data.path("type").asText()).isEqualTo("response.failed");
    assertThat(data.path("sequence_number").asInt()).isEqualTo(9);
    assertThat(response.path("id").asText()).isEqualTo("0193-ab");
    assertThat(response.path("created_at").asInt()).isEqualTo(7);
    assertThat(response.path("status").asText()).isEqualTo("failed");
    assertThat(response.path("error").path("code").asText()).isEqualTo("server_error");
    assertThat(response.path("error").path("message").asText()).isEqualTo("The node broke off.");
    assertThat(response.path("error").path("request_id").asText()).isEqualTo("req_1");
  }

  @Test
  void keepsOfALargeEventNothingThatIsLong() {
    String text = "\\\"x\u6df1".repeat(40_000);
    byte[] created =
        SampleStreams.stream(
            "{'type':'response.created','sequence_number':3,'response':{'id':'r1','object':"
                + "'response','created_at':7,'status':'in_progress','instructions':'"
                + text
                + "','tools':[{'type':'function','name':'f','description':'"
                + text
                + "'}],'model':'m','temperature':0.50,'store':false,'output':[],'usage':null}}");
    byte[] image =
        SampleStreams.stream(
            "{'type':'response.image_generation_call.partial_image','partial_image_b64':'"
                + "A".repeat(100_000)
                + "','sequence_number':9}");
    byte[] first = ERRORS.kept(created);
    byte[] last = ERRORS.kept(image);
    ObjectNode data = NamedEvents.data(ERRORS.event(BROKEN, "req_1", first, last));

    assertThat(first).hasSizeLessThan(1024);
    assertThat(last).hasSizeLessThan(1024);
    assertThat(data.path("sequence_number").asInt()).isEqualTo(10);
    JsonNode response = data.path("response");
    assertThat(response.path("id").asText()).isEqualTo("r1");
    assertThat(response.path("created_at").asInt()).isEqualTo(7);
    assertThat(response.path("status").asText()).isEqualTo("failed");
    assertThat(response.path("model").asText()).isEqualTo("m");
    assertThat(response.path("temperature")).hasToString("0.50");
    assertThat(response.path("instructions").isNull()).isTrue();
    assertThat(response.path("tools")).hasToString("[]");
    assertThat(response.path("error").path("message").asText()).isEqualTo("The node broke off.");
  }

  @Test
  void keepsSmallEventsAsTheyAreAndOfLargeOnesThatAreNoJsonNothing() {
    byte[] small = SENT.get(0);

    assertThat(ERRORS.kept(small)).isSameAs(small);
    assertThat(ERRORS.kept(("data: {\"x" + "x".repeat(10_000) + "\n\n").getBytes(UTF_8))).isEmpty();
    assertThat(ERRORS.kept(("data: [" + "1,".repeat(10_000) + "1]\n\n").getBytes(UTF_8))).isEmpty();
    assertThat(ERRORS.kept((": " + "x".repeat(10_000) + "\n\n").getBytes(UTF_8))).isEmpty();
  }

  @Test
  void keepsNoMoreOfManyMembersThanOfLongOnes() {
    StringBuilder members = new StringBuilder("{'type':'response.created','response':{'id':'r1'");
    for (int i = 0; i < 1000; i++) {
      members.append(",'m").append(i).append("':'").append("x".repeat(500)).append('\'');
    }
    byte[] kept = ERRORS.kept(SampleStreams.stream(members + "}}"));

    assertThat(kept).hasSizeBetween(1024, 16 << 10);
    assertThat(NamedEvents.data(kept).at("/response/id").asText()).isEqualTo("r1");
  }

  @Test
  void isReadAsAFailureByWhoeverIsBehindAnotherGateway() {
    byte[] event = ERRORS.event(BROKEN, null, SENT.get(0), SENT.get(0));
    ChunkFacts facts = SampleStreams.facts(DIALECT, event).get(0);

    assertThat(facts.error().message()).isEqualTo("The node broke off.");
    assertThat(facts.cutShort()).isTrue();
    assertThat(NamedEvents.data(event).path("sequence_number").asInt()).isEqualTo(1);
    assertThat(NamedEvents.data(event).at("/response/error").has("request_id")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'response.completed','response':{}}",
        "{'type':'response.incomplete','response':{}}",
        "{'type':'response.failed','response':{}}",
        "{'type':'response.done'}",
        "{'type':'error','message':'m'}"
      })
  void addsNothingToAStreamThatHasItsEnd(String last) {
    assertThat(ERRORS.event(BROKEN, "r", SENT.get(0), SampleStreams.stream(last))).isEmpty();
  }

  @Test
  void tellsAnErrorWhereThereIsNoResponseYet() {
    byte[] event = ERRORS.event(BROKEN, "req_1", null, null);
    ObjectNode data = NamedEvents.data(event);

    assertThat(new String(event, UTF_8)).startsWith("event: error\ndata: ");
    assertThat(data.path("type").asText()).isEqualTo("error");
    assertThat(data.path("sequence_number").asInt(-1)).isZero();
    assertThat(data.path("code").asText()).isEqualTo("upstream_failed");
    assertThat(data.path("message").asText()).isEqualTo("The node broke off.");
    assertThat(data.path("error").path("type").asText()).isEqualTo("server_error");
    assertThat(data.path("error").path("request_id").asText()).isEqualTo("req_1");
    assertThat(SampleStreams.facts(DIALECT, event).get(0).error().message())
        .isEqualTo("The node broke off.");
    byte[] stray = SampleStreams.stream("{'type':'of.tomorrow','sequence_number':4}");
    assertThat(NamedEvents.data(ERRORS.event(BROKEN, "r", stray, null)).path("sequence_number"))
        .hasToString("5");
  }

  @Test
  void tellsANodesRefusalInAStreamThatWasOpen() throws IOException {
    ObjectNode said = Json.object().put("message", "Too long.").put("param", "input");
    ObjectNode data = NamedEvents.data(ERRORS.asEvent(ERRORS.ofNode(said, 400, "r")));

    assertThat(data.path("message").asText()).isEqualTo("Too long.");
    assertThat(data.path("param").asText()).isEqualTo("input");
    assertThat(data.path("error").path("type").asText()).isEqualTo("invalid_request_error");
  }

  @Test
  void keepsANodesWordsAndMembers() throws IOException {
    ObjectNode said =
        Json.object()
            .put("message", "You exceeded your quota.\nSee \u6df1.")
            .put("type", "insufficient_quota")
            .put("code", "insufficient_quota")
            .put("plan", "free");
    JsonNode error = Json.read(ERRORS.ofNode(said, 402, "r")).path("error");

    assertThat(error.path("message").asText()).isEqualTo("You exceeded your quota.\nSee \u6df1.");
    assertThat(error.path("code").asText()).isEqualTo("insufficient_quota");
    assertThat(error.path("plan").asText()).isEqualTo("free");
  }

  @Test
  void tellsItsOwnRefusalsAsOpenAiDoes() throws IOException {
    Failure failure = Failure.invalid("conversation", "must not be given");
    JsonNode error = Json.read(ERRORS.of(failure, "req_1")).path("error");

    assertThat(ERRORS.status(failure)).isEqualTo(400);
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("param").asText()).isEqualTo("conversation");
    assertThat(error.path("request_id").asText()).isEqualTo("req_1");
  }
}
