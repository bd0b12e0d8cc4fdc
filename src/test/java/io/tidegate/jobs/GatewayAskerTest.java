package io.tidegate.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.MemoryConfig;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import io.tidegate.testing.SampleCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GatewayAskerTest {

  private static final Usage USAGE = Usage.NONE;

  private final Call call = SampleCalls.chat("m", new Deadline(0));
  private final Answer answer = new Answer();
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<Call> left = new ArrayList<>();
  private final List<Whole> ended = new ArrayList<>();
  private final GatewayAsker asker =
      new GatewayAsker(this::answered, left::add, 10, MemoryBudget.unlimited());

  @Test
  void theEventsOfAStreamAreKeptAsOneBody() {
    asker.ask(call, ended::add);
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
  void aFailureIsToldWithItsReason() {
    asker.ask(call, ended::add);

    answer.fail(Failure.of(ErrorCode.UPSTREAM_BUSY, "busy"));

    assertThat(ended.get(0).failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
    assertThat(left).containsExactly(call);
  }

  @Test
  void anAnswerThatCannotBeKeptIsToldAsAFailure() {
    asker.ask(call, ended::add);

    // It has no head, which no writer should do.
    answer.complete(USAGE);

    assertThat(ended.get(0).failure().code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(left).containsExactly(call);
  }

  @Test
  void anAnswerThatIsTooLongIsLeft() {
    answer.onAbandoned(abandoned::incrementAndGet);
    asker.ask(call, ended::add);
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
    Asker.Asking asking = asker.ask(call, ended::add);
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
    Asker.Asking asking = asker.ask(call, ended::add);
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
  void aCallThatFindsNoMemoryIsNotAskedAndPutOff() {
    MemoryBudget full = budget(8);
    Reservation other = full.open(new TenantId("other"), Use.WORK);
    assertThat(other.take(full.limit())).isTrue();

    Asker.Asking asking = bounded(full).ask(call, ended::add);

    assertThat(asked).hasValue(0);
    assertThat(ended.get(0).failure().code()).isEqualTo(ErrorCode.SERVER_MEMORY);
    assertThat(asking.follow()).isEmpty();
    assertThat(full.held()).isEqualTo(full.limit());
  }

  @Test
  void anAnswerThatOutgrowsTheMemoryIsLeftAndPutOff() {
    answer.onAbandoned(abandoned::incrementAndGet);
    MemoryBudget small = budget(8);
    bounded(small).ask(call, ended::add);
    begin(200);

    answer.append(new byte[8192]);
    assertThat(small.held(Use.WORK)).isGreaterThanOrEqualTo(2 * 8192 + call.request().size());
    answer.append(new byte[8192]);

    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).failure().code()).isEqualTo(ErrorCode.SERVER_MEMORY);
    assertThat(abandoned).hasPositiveValue();
    assertThat(small.held()).isZero();
  }

  @Test
  void everyEndGivesTheMemoryBack() {
    MemoryBudget budget = budget(64);
    bounded(budget).ask(call, ended::add);
    begin(200);
    append("whole");
    answer.complete(USAGE);
    assertThat(text(ended.get(0))).isEqualTo("whole");
    assertThat(budget.held()).isZero();

    GatewayAsker throwing =
        new GatewayAsker(
            any -> {
              throw new IllegalStateException();
            },
            left::add,
            10,
            budget);
    assertThatIllegalStateException().isThrownBy(() -> throwing.ask(call, ended::add));
    assertThat(budget.held()).isZero();
  }

  @Test
  void aCancelledCallGivesTheMemoryBack() {
    MemoryBudget budget = budget(64);
    Asker.Asking asking = bounded(budget).ask(call, ended::add);
    assertThat(budget.held()).isPositive();

    asking.cancel();

    assertThat(budget.held()).isZero();
  }

  private GatewayAsker bounded(MemoryBudget budget) {
    return new GatewayAsker(this::answered, left::add, 1 << 20, budget);
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

  private static String text(Whole whole) {
    return new String(whole.result().body().bytes(), UTF_8);
  }
}
