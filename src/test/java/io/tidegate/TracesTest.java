package io.tidegate;

import static io.tidegate.tracing.SpanAttributes.ATTEMPT;
import static io.tidegate.tracing.SpanAttributes.CACHE;
import static io.tidegate.tracing.SpanAttributes.CAUSE;
import static io.tidegate.tracing.SpanAttributes.ERROR;
import static io.tidegate.tracing.SpanAttributes.FIRST_CONTENT;
import static io.tidegate.tracing.SpanAttributes.LEVEL;
import static io.tidegate.tracing.SpanAttributes.MODEL;
import static io.tidegate.tracing.SpanAttributes.NODE;
import static io.tidegate.tracing.SpanAttributes.OUTCOME;
import static io.tidegate.tracing.SpanAttributes.OUTPUT_TOKENS;
import static io.tidegate.tracing.SpanAttributes.STATUS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.SampleCache;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.RecordingTracing;
import io.tidegate.testing.RecordingTracing.Told;
import io.tidegate.testing.ToReproduce;
import io.tidegate.tracing.Span;
import io.tidegate.tracing.Step;
import io.tidegate.tracing.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a trace tells of the way of a call. */
class TracesTest {

  private static final Trace SENT =
      Trace.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "vendor=1");

  private static final String WHOLE =
      """
      {"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}
      """;

  private final RecordingTracing tracing = new RecordingTracing();
  private final Fleet fleet = new Fleet(Map.of("admission.max-wait", "PT5S"));
  private final Gateway gateway =
      new Gateway(SampleCache.ofAll(fleet.clock()), fleet.admission(), fleet.router());
  private final Gateway uncached =
      new Gateway(SampleCache.alone(), fleet.admission(), fleet.router());

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void aRetriedCallHasASpanForEachAttempt() {
    fleet.add("a", "chat");
    fleet.add("b", "chat");
    Call call = traced();
    Reply reply = gateway.ask(call);
    FakeAttempt first = fleet.upstream().last();

    first.refuse(503, null);
    fleet.pass(Duration.ofSeconds(2));
    FakeAttempt second = fleet.upstream().last();
    second.complete(Duration.ofMillis(250), new Usage(7, 0, 5));

    assertThat(reply.answer().failure()).isNull();
    assertThat(tracing.told(Step.ATTEMPT)).hasSize(2);
    Told refused = tracing.told(Step.ATTEMPT).get(0);
    assertThat(refused.attributes())
        .containsEntry(ATTEMPT, 1L)
        .containsEntry(CAUSE, "first")
        .containsEntry(NODE, first.node())
        .containsEntry(MODEL, "chat")
        .containsEntry(OUTCOME, "busy")
        .containsEntry(STATUS, 503L)
        .containsEntry(ERROR, "503")
        .doesNotContainKey(FIRST_CONTENT);
    Told served = tracing.told(Step.ATTEMPT).get(1);
    assertThat(served.attributes())
        .containsEntry(ATTEMPT, 2L)
        .containsEntry(CAUSE, "retry")
        .containsEntry(NODE, second.node())
        .containsEntry(OUTCOME, "completed")
        .containsEntry(STATUS, 200L)
        .containsEntry(OUTPUT_TOKENS, 5L)
        .containsEntry(FIRST_CONTENT, 0.25)
        .doesNotContainKey(ERROR);
    assertThat(List.of(refused.parent(), served.parent())).containsOnly(call.span().trace());
  }

  @Test
  void aNodeIsToldThePlaceOfItsOwnAttempt() {
    fleet.add("a", "chat");
    gateway.ask(traced());

    Trace told = fleet.upstream().last().attempt().trace();
    fleet.upstream().last().complete();

    assertThat(told).isEqualTo(tracing.only(Step.ATTEMPT).trace());
    assertThat(told.state()).isEqualTo("vendor=1");
  }

  @Test
  void aNodeIsToldTheClientsPlaceWhereNobodyKeepsTraces() {
    fleet.add("a", "chat");
    gateway.ask(fleet.call("chat").within(Span.of(SENT)));

    assertThat(fleet.upstream().last().attempt().trace()).isEqualTo(SENT);
  }

  @Test
  void anAttemptThatLostAgainstAnotherHasNotFailed() {
    fleet.add("a", "chat");
    Call call = traced();
    Reply reply = gateway.ask(call);

    reply.reader().close();
    gateway.left(call);

    Told attempt = tracing.only(Step.ATTEMPT);
    assertThat(attempt.get(OUTCOME)).isEqualTo("cancelled");
    assertThat(attempt.get(ERROR)).isNull();
  }

  @Test
  void aKnownAnswerHasALookUpAndNoAttempt() {
    fleet.add("a", "chat");
    gateway.ask(traced());
    fleet.upstream().last().deliver(WHOLE);
    fleet.upstream().last().attempt().answer().complete(Usage.NONE);
    assertThat(tracing.only(Step.CACHE).get(CACHE)).isEqualTo("miss");
    Call again = traced();

    gateway.ask(again);

    Told lookUp = tracing.told(Step.CACHE).get(1);
    assertThat(lookUp.attributes()).containsEntry(CACHE, "hit").containsEntry(LEVEL, "L1");
    assertThat(lookUp.parent()).isEqualTo(again.span().trace());
    assertThat(fleet.upstream().attempts()).as("those of the first").hasSize(1);
  }

  /** A look-up begins where a question's key is made, and nowhere else. */
  @Test
  void whoAsksAfterAFirstLookMakesTheKeyOnce() {
    fleet.add("a", "chat");
    Inquiry inquiry = gateway.look(traced(), Integer.MAX_VALUE);
    assertThat(inquiry.hit()).isNull();

    gateway.ask(inquiry);
    fleet.upstream().last().complete();

    assertThat(tracing.begun(Step.CACHE)).isEqualTo(1);
    assertThat(tracing.only(Step.CACHE).get(CACHE)).isEqualTo("miss");
  }

  @Test
  void whatAFirstLookFindsNeedsNoAsking() {
    fleet.add("a", "chat");
    gateway.ask(traced());
    fleet.upstream().last().deliver(WHOLE);
    fleet.upstream().last().attempt().answer().complete(Usage.NONE);

    assertThat(gateway.look(traced(), 10).hit()).as("it is longer").isNull();
    assertThat(gateway.look(traced(), 1000).hit().body()).isEqualTo(WHOLE.getBytes(UTF_8));
    assertThat(fleet.upstream().attempts()).hasSize(1);
  }

  @Test
  void oneWhoJoinsAQuestionHasNoAttemptOfItsOwn() {
    fleet.add("a", "chat");
    gateway.ask(traced());
    Call second = traced();

    gateway.ask(second);
    fleet.upstream().last().complete();

    Told lookUp = tracing.told(Step.CACHE).get(1);
    assertThat(lookUp.get(CACHE)).isEqualTo("collapsed");
    assertThat(lookUp.parent()).isEqualTo(second.span().trace());
    assertThat(tracing.told(Step.ATTEMPT)).hasSize(1);
  }

  @Test
  void aWaitInTheQueueIsToldOnlyOfThoseWhoWaited() {
    fleet.add("a", "chat");
    List<FakeAttempt> running = fill();
    assertThat(tracing.told(Step.QUEUE)).isEmpty();
    Call waiting = traced();
    uncached.ask(waiting);
    assertThat(fleet.admission().waiting("chat")).isOne();

    fleet.pass(Duration.ofMillis(300));
    running.forEach(FakeAttempt::complete);

    Told wait = tracing.only(Step.QUEUE);
    assertThat(wait.parent()).isEqualTo(waiting.span().trace());
    assertThat(wait.ago()).isEqualTo(Duration.ofMillis(300).toNanos());
    assertThat(wait.attributes()).containsEntry(MODEL, "chat").containsEntry(OUTCOME, "started");
  }

  @Test
  void aWaitInVainIsToldToo() {
    fleet.add("a", "chat");
    fill();
    uncached.ask(traced());

    fleet.pass(Duration.ofSeconds(6));

    Told wait = tracing.only(Step.QUEUE);
    assertThat(wait.get(OUTCOME)).isEqualTo("timeout");
    assertThat(Duration.ofNanos(wait.ago()))
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
  }

  @Test
  void aClientThatLeavesTheQueueHasWaited() {
    fleet.add("a", "chat");
    fill();
    Call call = traced();
    Reply reply = uncached.ask(call);
    fleet.pass(Duration.ofMillis(500));

    reply.reader().close();
    uncached.left(call);

    assertThat(tracing.only(Step.QUEUE).get(OUTCOME)).isEqualTo("left");
  }

  /** Takes all places of the only node by calls of which no trace tells. */
  private List<FakeAttempt> fill() {
    Call last = null;
    Reply reply = null;
    while (fleet.admission().waiting() == 0) {
      last = fleet.call("chat");
      reply = uncached.ask(last);
    }
    reply.reader().close();
    uncached.left(last);
    assertThat(fleet.admission().waiting()).isZero();
    return List.copyOf(fleet.upstream().attempts());
  }

  private Call traced() {
    return fleet.call("chat").within(tracing.begin(Step.CALL, SENT));
  }
}
