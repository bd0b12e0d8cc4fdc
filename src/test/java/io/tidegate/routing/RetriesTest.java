package io.tidegate.routing;

import static io.tidegate.routing.balancing.NodeSketch.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Permit;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
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
import org.junit.jupiter.params.provider.CsvSource;

/** What a call may cost beyond its first attempt, and where that goes. */
class RetriesTest {

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private Fleet fleet = new Fleet(Map.of("retries.per-second", "10000"));
  private final Answer answer = new Answer();
  private final AnswerReader client = answer.open(() -> {}).orElseThrow();

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @AfterEach
  void nothingIsLost() {
    NothingLost.in(fleet);
  }

  @Test
  void triesNoMoreThanATenthOfAllCallsAgain() {
    fleet = new Fleet(Map.of("retries.per-second", "0"));
    addNodes(40);
    upstream().onStart(attempt -> attempt.refuse(500, null));

    for (int i = 0; i < 60; i++) {
      fleet.ask(SampleCalls.by("tenant-" + i, fleet.call("m")));
    }
    fleet.pass(LONGEST_PAUSE);

    assertThat(upstream().attempts()).hasSize(66);
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 2", "2, 1", "5, 1"})
  void triesLessOftenForAClientThatHasTriedByItself(int clientsRetries, int attempts) {
    addNodes(5);
    upstream().onStart(attempt -> attempt.refuse(500, null));

    fleet.ask(fleet.call("m", new Terms(Priority.NORMAL, false, clientsRetries)));
    fleet.pass(LONGEST_PAUSE);

    assertThat(upstream().attempts()).hasSize(attempts);
  }

  @Test
  void goesToNoNodeOfAnAccountThatRefusedTheCall() {
    addNodesOfOneAccount();
    List<Permit> others = Fleet.occupy(fleet.add("other", "m"), 1);
    enter(fleet.call("m"));

    upstream().last().refuse(429, null);

    assertThat(upstream().asked()).hasSize(2).endsWith("other");
    others.forEach(Permit::close);
  }

  @Test
  void tellsTheClientAtOnceWhenItsOnlyAccountRefuses() {
    addNodesOfOneAccount();
    enter(fleet.call("m"));

    upstream().last().refuse(429, Duration.ofSeconds(3));

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
    assertThat(answer.failure().retryAfter()).isEqualTo(Duration.ofSeconds(3));
    assertThat(upstream().asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"500", "503"})
  void goesToAnotherNodeOfTheAccountWhenANodeIsAtFault(int status) {
    addNodesOfOneAccount();
    enter(fleet.call("m"));

    upstream().last().refuse(status, null);

    assertThat(upstream().asked()).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void beginsNothingWhenItsDeadlinePassesInThePause() {
    addNodes(5);
    enter(call(Duration.ofMillis(1)));
    failTwice();
    assertThat(fleet.timer().waiting()).isEqualTo(1);

    fleet.pass(LONGEST_PAUSE);

    assertThat(upstream().attempts()).hasSize(2);
    assertThat(answer.ended()).isTrue();
  }

  @Test
  void triesNotAgainAfterItsDeadline() {
    addNodes(5);
    enter(call(Duration.ofSeconds(1)));
    fleet.clock().advance(Duration.ofSeconds(1));

    upstream().last().refuse(503, null);

    assertThat(upstream().attempts()).hasSize(1);
    assertThat(answer.failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
  }

  @Test
  void endsAtOnceWhenItsClientLeavesDuringThePause() {
    addNodes(5);
    enter(fleet.call("m"));
    failTwice();

    client.close();

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
    fleet.pass(LONGEST_PAUSE);
    assertThat(upstream().attempts()).hasSize(2);
    assertThat(fleet.admission().waiting()).isZero();
  }

  @Test
  void endsAtOnceWhenItsClientLeavesWhileItWaitsForAnotherNode() {
    enterBesideAFullNode();
    upstream().last().refuse(500, null);
    assertThat(fleet.admission().waiting()).isEqualTo(1);

    client.close();

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
    assertThat(fleet.admission().waiting()).isZero();
    fleet.pass(Duration.ofSeconds(1));
    assertThat(upstream().attempts()).hasSize(2);
  }

  @Test
  void waitsForNothingWhenItsClientLeftBeforeTheAttemptFailed() {
    enterBesideAFullNode();
    upstream().last().ignoreCancellation();
    client.close();

    upstream().last().refuse(500, null);

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
    assertThat(fleet.admission().waiting()).isZero();
  }

  @Test
  void waitsForAPlaceAtAnotherNode() {
    enterBesideAFullNode();
    upstream().last().refuse(500, null);
    assertThat(answer.ended()).isFalse();

    upstream().attempts().get(0).complete();

    assertThat(upstream().last().node()).isEqualTo("full");
    upstream().last().complete();
    assertThat(answer.failure()).isNull();
    assertThat(answer.head().attempts()).isEqualTo(2);
  }

  @Test
  void triesAtOnceTheFirstTimeAndAfterAPauseTheSecond() {
    addNodes(5);
    enter(fleet.call("m"));

    upstream().last().refuse(500, null);
    assertThat(upstream().attempts()).hasSize(2);
    upstream().last().refuse(500, null);
    assertThat(upstream().attempts()).hasSize(2);
    fleet.pass(LONGEST_PAUSE);

    assertThat(upstream().attempts()).hasSize(3);
    assertThat(upstream().asked()).doesNotHaveDuplicates();
  }

  @Test
  void spreadsSecondRetriesEvenlyOverThePause() {
    addNodes(60);
    upstream()
        .onStart(
            attempt -> {
              if (attempt.attempt().number() < 3) {
                attempt.refuse(500, null);
              }
            });
    for (int i = 0; i < 100; i++) {
      fleet.ask(SampleCalls.by("tenant-" + i, fleet.call("m")));
    }

    assertThat(upstream().attempts()).hasSize(200);
    for (int tenth = 1; tenth <= 5; tenth++) {
      int before = upstream().attempts().size();
      fleet.pass(Duration.ofMillis(10));
      assertThat(upstream().attempts().size() - before).isBetween(8, 35);
    }
    assertThat(upstream().attempts()).hasSize(300);
  }

  private void addNodes(int count) {
    for (int i = 1; i <= count; i++) {
      fleet.add("node-" + i, "m");
    }
  }

  private void addNodesOfOneAccount() {
    fleet.add(node("one", "m").withKey("sk-shared"));
    fleet.add(node("two", "m").withKey("sk-shared"));
  }

  /** The call is at one node; the other has no place for it. */
  private void enterBesideAFullNode() {
    fleet.add(node("full", "m").withPlaces(1));
    fleet.ask("m");
    fleet.add("free", "m");
    enter(fleet.call("m"));
    assertThat(upstream().asked()).containsExactly("full", "free");
  }

  private void failTwice() {
    upstream().last().refuse(500, null);
    upstream().last().refuse(500, null);
  }

  private Call call(Duration time) {
    return SampleCalls.chat("m", Deadline.after(fleet.clock().getAsLong(), time));
  }

  private void enter(Call call) {
    fleet.enter(call, answer);
  }

  private FakeUpstream upstream() {
    return fleet.upstream();
  }
}
