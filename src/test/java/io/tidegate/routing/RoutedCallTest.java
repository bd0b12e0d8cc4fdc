package io.tidegate.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Permit;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.FakeUpstream;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutedCallTest {

  private static final Failure STOPPING =
      Failure.of(ErrorCode.GATEWAY_STOPPING, "The test stops the gateway.");

  private final Fleet fleet = new Fleet(Map.of("routing.max-attempts", "3"));
  private final FakeUpstream upstream = fleet.upstream();
  private final Answer answer = new Answer();
  private final AnswerReader client = answer.open(() -> {}).orElseThrow();

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @AfterEach
  void everyPlaceIsGivenBackOnceAllHasEnded() {
    upstream.attempts().stream()
        .filter(attempt -> !attempt.ended())
        .forEach(attempt -> attempt.end(Kind.CANCELLED));
    assertThat(fleet.inFlight()).isZero();
    assertThat(answer.ended()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"BUSY", "FAILED", "REJECTED", "TIMED_OUT"})
  void goesToAnotherNodeAfterAnAttemptThatDeliveredNothing(Kind kind) {
    route(2);

    upstream.last().end(kind);

    assertThat(upstream.asked()).containsExactlyInAnyOrder("node-1", "node-2");
    assertThat(upstream.last().attempt().number()).isEqualTo(2);
    assertThat(answer.ended()).isFalse();
    upstream.last().complete();
    assertThat(answer.failure()).isNull();
    assertThat(answer.head().attempts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"BUSY", "FAILED", "REJECTED", "TIMED_OUT"})
  void neverAsksTheSameNodeTwice(Kind kind) {
    route(1);

    upstream.last().end(kind);

    assertThat(upstream.asked()).containsExactly("node-1");
    assertThat(answer.failure().code())
        .isIn(ErrorCode.UPSTREAM_BUSY, ErrorCode.UPSTREAM_FAILED, ErrorCode.UPSTREAM_TIMEOUT);
  }

  @Test
  void triesNoMoreOftenThanItsBudgetAllows() {
    upstream.onStart(attempt -> attempt.end(Kind.FAILED));

    route(5);
    fleet.pass(Duration.ofMillis(50));

    assertThat(upstream.asked()).hasSize(3).doesNotHaveDuplicates();
    assertThat(answer.failure().code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
  }

  @Test
  void tellsTheClientOfTheLastAttempt() {
    route(5);

    upstream.last().end(Kind.FAILED);
    upstream.last().end(Kind.TIMED_OUT);
    fleet.pass(Duration.ofMillis(50));
    upstream.last().end(Kind.BUSY);

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
  }

  @Test
  void passesOnHowLongTheLastNodeAskedToBeLeftAloneWhenItsBudgetIsSpent() {
    route(3);
    upstream.last().end(Kind.BUSY);
    upstream.last().end(Kind.BUSY);
    fleet.pass(Duration.ofMillis(50));

    upstream.last().endBusy(Duration.ofSeconds(4));

    assertThat(answer.failure().retryAfter()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void passesOnHowLongTheLastNodeAskedToBeLeftAloneWhenNoOtherNodeIsLeft() {
    route(1);

    upstream.last().endBusy(Duration.ofSeconds(4));

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
    assertThat(answer.failure().retryAfter()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void triesOnWhileItsDeadlineHasNotPassed() {
    route(2);

    fleet.clock().advance(Duration.ofMinutes(1).minusNanos(1));
    upstream.last().end(Kind.BUSY);

    assertThat(upstream.attempts()).hasSize(2);
  }

  @Test
  void triesNoMoreOnceItsDeadlineHasPassed() {
    route(2);

    fleet.clock().advance(Duration.ofMinutes(1));
    upstream.last().end(Kind.BUSY);

    assertThat(upstream.attempts()).hasSize(1);
    assertThat(answer.failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FAILED", "TIMED_OUT"})
  void triesNothingAgainOnceContentWasDelivered(Kind kind) {
    route(2);
    upstream.last().deliver("once upon a ");

    upstream.last().end(kind);

    assertThat(upstream.attempts()).hasSize(1);
    assertThat(answer.failure()).isNotNull();
    assertThat(new String(client.poll(), UTF_8)).isEqualTo("once upon a ");
  }

  @Test
  void leavesANodeThatHasDroppedOutMeanwhileAside() {
    route(3);
    String first = upstream.last().node();
    String second = first.equals("node-2") ? "node-3" : "node-2";
    fleet.add(Fleet.draining(Fleet.spec(second, "m"), true));

    upstream.last().end(Kind.FAILED);

    assertThat(upstream.last().node()).isNotIn(first, second);
  }

  @Test
  void cancelsTheRunningAttemptWhenTheClientLeaves() {
    route(2);

    client.close();

    assertThat(upstream.last().cancelled().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
    assertThat(answer.failure().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
    assertThat(upstream.attempts()).hasSize(1);
  }

  @Test
  void cancelsALaterAttemptWhenTheClientLeaves() {
    route(3);
    upstream.last().end(Kind.BUSY);

    client.close();

    assertThat(upstream.attempts()).hasSize(2);
    assertThat(upstream.last().cancelled()).isNotNull();
  }

  @Test
  void cancelsAnAttemptThatDeliversWhenTheClientLeaves() {
    route(2);
    upstream.last().deliver("once upon a ");

    client.close();

    assertThat(upstream.last().cancelled()).isNotNull();
    assertThat(upstream.attempts()).hasSize(1);
  }

  @Test
  void cancelsAnAttemptOfWhichItDoesNotYetKnow() {
    upstream.onStart(attempt -> client.close());

    route(2);

    assertThat(upstream.last().cancelled().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
    assertThat(upstream.attempts()).hasSize(1);
  }

  @Test
  void cancelsASecondAttemptOfWhichItDoesNotYetKnow() {
    route(3);
    upstream.onStart(attempt -> client.close());

    upstream.last().end(Kind.FAILED);

    assertThat(upstream.last().cancelled()).isNotNull();
    assertThat(upstream.attempts()).hasSize(2);
  }

  @Test
  void beginsNoAttemptWhenTheClientLeavesAsTheOneBeforeEnds() {
    route(2);
    FakeAttempt first = upstream.last();
    first.ignoreCancellation();
    client.close();

    first.end(Kind.BUSY);

    assertThat(upstream.attempts()).hasSize(1);
    assertThat(answer.failure().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
  }

  @Test
  void doesNotWaitForAnotherPlaceWhenTheClientLeavesAsTheAttemptEnds() {
    route(2);
    FakeAttempt first = upstream.last();
    List<Permit> others =
        fleet.pool().nodes().stream()
            .filter(node -> !node.name().equals(first.node()))
            .flatMap(node -> Fleet.occupy(node, node.spec().maxConnections()).stream())
            .toList();
    first.ignoreCancellation();
    client.close();

    first.end(Kind.FAILED);

    assertThat(fleet.admission().waiting()).isZero();
    assertThat(answer.failure().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
    others.forEach(Permit::close);
  }

  @Test
  void endsWithTheFirstReasonItIsCancelledFor() {
    RoutedCall call = route(2);
    upstream.last().ignoreCancellation();

    call.cancel(STOPPING);
    client.close();
    upstream.last().end(Kind.FAILED);

    assertThat(answer.failure()).isEqualTo(STOPPING);
  }

  @Test
  void leavesAnAnswerAloneThatHasItsEnd() {
    RoutedCall call = route(2);
    upstream.last().complete();

    call.cancel(STOPPING);

    assertThat(answer.failure()).isNull();
    assertThat(upstream.last().cancelled()).isNull();
  }

  private RoutedCall route(int nodes) {
    for (int i = 1; i <= nodes; i++) {
      fleet.add("node-" + i, "m");
    }
    Deadline deadline = Deadline.after(fleet.clock().getAsLong(), Duration.ofMinutes(1));
    return fleet.enter(SampleCalls.chat("m", deadline), answer);
  }
}
