package io.tidegate.api.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.Inquiry;
import io.tidegate.api.SampleApi;
import io.tidegate.api.entry.FakeRequest;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpErrorWriter;
import io.tidegate.api.open.ClientWatch;
import io.tidegate.api.open.OpenAnswers;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.SampleCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of other dialects than chat see beside the answers of nodes. */
final class HttpDialectAnswersTest {

  private static final Failure BROKEN = Failure.of(ErrorCode.UPSTREAM_FAILED, "It broke.");
  private static final Failure BUSY = Failure.of(ErrorCode.UPSTREAM_BUSY, "All are busy.");
  private static final String START =
      "event: message_start\ndata: {\"type\":\"message_start\"}\n\n";
  private static final String CREATED =
      "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,"
          + "\"response\":{\"id\":\"r1\",\"object\":\"response\",\"status\":\"in_progress\","
          + "\"model\":\"m\",\"output\":[]}}\n\n";
  private static final String DELTA =
      "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\","
          + "\"sequence_number\":1,\"delta\":\"Hello\"}\n\n";

  private final Fleet fleet = new Fleet();
  private final OpenAnswers open =
      new OpenAnswers(new ClientWatch(List.of()), SampleApi.silentFor(10), fleet.clock());
  private final CallServices desk = SampleApi.desk(fleet, open);
  private final FakeRequest request = new FakeRequest(fleet.clock().getAsLong());

  private Answer asked(Operation operation, boolean stream) {
    fleet.add("a", "chat");
    Deadline deadline = Deadline.after(fleet.clock().getAsLong(), Duration.ofMinutes(10));
    Call chat = SampleCalls.chat("chat", stream, 1, deadline, Terms.DEFAULT);
    Call call = SampleCalls.of(operation, chat);
    AnswerRequest order = new AnswerRequest(Inquiry.of(call), Rendering.AS_IS, null);
    new HttpAnswerWriter(desk, request.async(), request.visit(), order).start();
    return fleet.upstream().last().attempt().answer();
  }

  private static void say(Answer answer, String... events) {
    answer.begin(new AnswerHead(200, AnswerHead.EVENT_STREAM, "a", 1, 5));
    for (String event : events) {
      answer.append(event.getBytes(UTF_8));
    }
  }

  private void silentFor(int seconds) {
    for (int i = 0; i < seconds; i++) {
      fleet.pass(Duration.ofSeconds(1));
      open.tick();
    }
  }

  @Test
  void messagesAreRefusedByAnthropicsStatusEnvelopeAndId() throws IOException {
    asked(Operation.MESSAGES, true).fail(BUSY);

    request.out.writable(100);
    assertThat(request.status).isEqualTo(529);
    assertThat(request.answered).containsKey("request-id");
    assertThat(Integer.parseInt(request.answered.get("Retry-After"))).isBetween(1, 8);
    assertThat(request.written())
        .contains("\"type\":\"error\"", "overloaded_error", "All are busy.")
        .contains("\"request_id\":\"" + request.answered.get("request-id") + "\"");
  }

  /** Row 30: the node fails after the client was told that all is well so far. */
  @Test
  void aHeartbeatKeepsNobodyFromAskingAnotherNode() throws IOException {
    fleet.add("b", "chat");
    asked(Operation.MESSAGES, true);
    silentFor(11);
    request.out.writable(100);
    FakeAttempt first = fleet.upstream().last();

    first.endBusy(null);
    silentFor(1);

    assertThat(fleet.upstream().last()).isNotSameAs(first);
    say(fleet.upstream().last().attempt().answer(), START);
    request.out.writable(100);
    assertThat(request.written()).startsWith("event: ping\n").endsWith(START);
  }

  /** Row 27: between two events, since an event is given on whole. */
  @Test
  void aSilentStreamOfMessagesIsPinged() throws IOException {
    asked(Operation.MESSAGES, true);

    silentFor(11);

    request.out.writable(100);
    assertThat(request.written()).isEqualTo("event: ping\ndata: {\"type\": \"ping\"}\n\n");
    assertThat(request.answered).containsKey("request-id");
  }

  @Test
  void whatFailsAfterAHeartbeatIsAnErrorEvent() throws IOException {
    Answer answer = asked(Operation.MESSAGES, true);
    silentFor(11);
    request.out.writable(100);

    answer.fail(BUSY);

    assertThat(request.written()).contains("event: ping\n").contains("event: error\ndata: ");
    assertThat(request.written()).doesNotContain("message_stop", "[DONE]");
  }

  @Test
  void aBrokenResponseFailsUnderItsOwnIdWithTheNextNumber() throws IOException {
    Answer answer = asked(Operation.RESPONSES, true);
    say(answer, CREATED, DELTA);
    request.out.writable(100);

    answer.fail(BROKEN);

    String last = request.written().substring((CREATED + DELTA).length());
    assertThat(last)
        .startsWith("event: response.failed\n")
        .contains("\"sequence_number\":2", "\"id\":\"r1\"", "\"status\":\"failed\"", "It broke.")
        .endsWith("\n\n");
    assertThat(request.written()).doesNotContain("[DONE]");
  }

  @Test
  void aNodesRefusalAfterAHeartbeatIsAnEvent() throws IOException {
    Answer answer = asked(Operation.MESSAGES, true);
    silentFor(11);
    request.out.writable(100);

    answer.begin(new AnswerHead(400, AnswerHead.JSON, "a", 1, 5));
    answer.append(
        "{\"type\":\"error\",\"error\":{\"type\":\"x\",\"message\":\"No.\"}}".getBytes(UTF_8));
    answer.complete(Usage.NONE);

    assertThat(request.written()).contains("event: error\ndata: {").contains("No.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/messages", "/anthropic/v1/messages", "/anthropic/nothing", "/v1/models"})
  void whatNeverBecameACallIsRefusedInTheFormOfItsPath(String path) {
    request.path = path;
    request.headers.put("anthropic-version", "2023-06-01");

    HttpErrorWriter.send(request.http, BUSY, desk);

    assertThat(request.written()).startsWith("{\"type\":\"error\"");
    assertThat(request.answered).containsEntry("request-id", FakeRequest.ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/v1/responses", "/api/jobs", "/v1/models"})
  void allOthersAreRefusedInOpenAisForm(String path) {
    request.path = path;

    HttpErrorWriter.send(request.http, BUSY, desk);

    assertThat(request.written()).startsWith("{\"error\":{");
    assertThat(request.answered).doesNotContainKey("request-id");
  }
}
