package io.tidegate.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Usage;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.MemoryConfig;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import io.tidegate.testing.RecordingTracing;
import io.tidegate.testing.SampleCalls;
import io.tidegate.tracing.Step;
import io.tidegate.tracing.Trace;
import io.tidegate.tracing.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GatewayCollectorTest {

  private static final Usage USAGE = Usage.NONE;

  private final Call call = SampleCalls.chat("m", new Deadline(0));
  private final Answer answer = new Answer();
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<Call> left = new ArrayList<>();
  private final List<CollectedAnswer> ended = new ArrayList<>();
  private final Reservation held = budget(64).open(call.tenant(), Use.WORK);
  private final GatewayCollector asker =
      new GatewayCollector(this::answered, left::add, 10, Tracing.OFF, Runnable::run);

  @Test
  void theEventsOfAStreamAreKeptAsOneBody() {
    asker.ask(call, held, ended::add);
    begin(200);
    append("one");
    append("two");
    assertThat(ended).isEmpty();

    answer.complete(USAGE);

    assertThat(ended).hasSize(1);
    assertThat(text(ended.get(0))).isEqualTo("onetwo");
    assertThat(ended.get(0).result().status()).isEqualTo(200);
    assertThat(left).containsExactly(call);
  }

  @Test
  void aTraceOfItsOwnTellsOfEachCall() {
    RecordingTracing tracing = new RecordingTracing();
    new GatewayCollector(this::answered, left::add, 10, tracing, Runnable::run)
        .ask(call, held, ended::add);
    begin(200);
    append("one");

    answer.complete(new Usage(3, 0, 1));

    RecordingTracing.Told told = tracing.only(Step.JOB);
    assertThat(told.parent()).isEqualTo(Trace.NONE);
    assertThat(told.attributes())
        .containsEntry("tidegate.request.id", call.id())
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("gen_ai.usage.input_tokens", 3L);
    assertThat(left.get(0).span().trace()).isEqualTo(told.trace());
  }

  @Test
  void aFailureIsToldWithItsReason() {
    asker.ask(call, held, ended::add);

    answer.fail(Failure.of(ErrorCode.UPSTREAM_BUSY, "busy"));

    assertThat(ended.get(0).failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
    assertThat(left).containsExactly(call);
  }

  @Test
  void anAnswerThatCannotBeKeptIsToldAsAFailure() {
    asker.ask(call, held, ended::add);

    // It has no head, which no writer should do.
    answer.complete(USAGE);

    assertThat(ended.get(0).failure().code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(left).containsExactly(call);
  }

  @Test
  void anAnswerThatIsTooLongIsLeft() {
    answer.onAbandoned(abandoned::incrementAndGet);
    asker.ask(call, held, ended::add);
    begin(200);
    append("12345678");
    append("9ab");
    append("more");

    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).failure().code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE);
    assertThat(abandoned).hasPositiveValue();
    assertThat(left).containsExactly(call);
  }

  @Test
  void aCancelledCallIsLeftAndToldOnce() {
    answer.onAbandoned(abandoned::incrementAndGet);
    AnswerCollector.Asking asking = asker.ask(call, held, ended::add);
    begin(200);

    asking.cancel();
    asking.cancel();
    answer.fail(Failure.of(ErrorCode.UPSTREAM_FAILED, "cut"));

    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).failure().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
    assertThat(abandoned).hasPositiveValue();
    assertThat(left).containsExactly(call);
  }

  @Test
  void aFollowerThatComesLateSeesAllFromTheStart() {
    AnswerCollector.Asking asking = asker.ask(call, held, ended::add);
    begin(200);
    append("one");

    Optional<AnswerReader> follower = asking.follow();
    append("two");
    answer.complete(USAGE);

    assertThat(new String(follower.orElseThrow().poll(), UTF_8)).isEqualTo("one");
    assertThat(new String(follower.orElseThrow().poll(), UTF_8)).isEqualTo("two");
    assertThat(follower.orElseThrow().finished()).isTrue();
  }

  @Test
  void anAnswerThatOutgrowsTheMemoryIsLeftAndPutOff() {
    answer.onAbandoned(abandoned::incrementAndGet);
    MemoryBudget small = budget(6);
    Reservation narrow = small.open(call.tenant(), Use.WORK);
    new GatewayCollector(this::answered, left::add, 1 << 20, Tracing.OFF, Runnable::run)
        .ask(call, narrow, ended::add);
    begin(200);

    answer.append(new byte[8192]);
    assertThat(small.held(Use.WORK)).isGreaterThanOrEqualTo(2 * 8192);
    answer.append(new byte[8192]);

    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).failure().code()).isEqualTo(ErrorCode.SERVER_MEMORY);
    assertThat(abandoned).hasPositiveValue();
  }

  @Test
  void whatIsHeldStaysTheCallersAfterTheEnd() {
    asker.ask(call, held, ended::add);
    begin(200);
    append("whole");
    answer.complete(USAGE);

    assertThat(text(ended.get(0))).isEqualTo("whole");
    assertThat(held.used()).isEqualTo(2L * "whole".length());
  }

  private Reply answered(Call any) {
    asked.incrementAndGet();
    return Reply.of(answer, Reply.Source.MISS);
  }

  private static MemoryBudget budget(int grains) {
    return new MemoryBudget(new MemoryConfig(grains * 4096L, 1));
  }

  private void begin(int status) {
    answer.begin(new AnswerHead(status, AnswerHead.EVENT_STREAM, "node", 1, 0));
  }

  private void append(String event) {
    answer.append(event.getBytes(UTF_8));
  }

  private static String text(CollectedAnswer whole) {
    return new String(whole.result().body().bytes(), UTF_8);
  }
}
