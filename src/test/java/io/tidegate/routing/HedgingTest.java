package io.tidegate.routing;

import static io.tidegate.routing.balancing.NodeSketch.node;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A second attempt beside one that is silent for longer than usual, which is 100 ms here. */
class HedgingTest {

  private static final Duration USUAL = Duration.ofMillis(100);
  private static final Duration LATE = Duration.ofMillis(200);

  private Fleet fleet = new Fleet(Map.of("hedging.enabled", "true"));
  private final Answer answer = new Answer();
  private final AnswerReader client = answer.open(() -> {}).orElseThrow();
  private int before;

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @AfterEach
  void nothingIsLost() {
    NothingLost.in(fleet);
  }

  @Test
  void isOffByDefault() {
    fleet = new Fleet();
    addNodes(2);

    enter(fleet.stream("m", 1));
    assertNotHedged();
  }

  @Test
  void sparesAccountsThatHaveTheCallAlreadyAndSpendsNothing() {
    fleet.add(node("one", "m").withKey("sk-shared"));
    fleet.add(node("two", "m").withKey("sk-shared"));
    learn();

    enter(fleet.stream("m", 1));
    double left = fleet.retriesLeft();
    assertNotHedged();
    assertThat(fleet.retriesLeft()).isEqualTo(left);
  }

  @Test
  void doesNothingForLongPrompts() {
    addNodes(2);
    enter(fleet.stream("m", 2001));

    assertNotHedged();
  }

  @Test
  void doesNothingWhileTooFewTimesAreKnown() {
    fleet.add("one", "m");
    fleet.add("two", "m");
    enter(fleet.stream("m", 1));

    assertNotHedged();
  }

  @Test
  void doesNothingWhileThePoolIsNearlyFull() {
    fleet.add(node("one", "m").withPlaces(10));
    fleet.add(node("two", "m").withPlaces(10));
    learn();
    occupy(14);
    enter(fleet.stream("m", 1));

    assertNotHedged();
  }

  @Test
  void goesOnWhileThePoolHasRoom() {
    fleet.add(node("one", "m").withPlaces(10));
    fleet.add(node("two", "m").withPlaces(10));
    learn();
    occupy(13);
    enter(fleet.stream("m", 1));

    fleet.pass(LATE);

    assertThat(attempts()).hasSize(2);
  }

  @Test
  void costsNoMoreThanThreeOfAHundredCalls() {
    addNodes(4);

    for (int i = 0; i < 100; i++) {
      fleet.ask(fleet.stream("m", 1));
    }
    fleet.pass(LATE);

    assertThat(attempts()).hasSize(106);
  }

  @Test
  void spendsFromTheAttemptsOfTheCall() {
    addNodes(2);
    Call call = fleet.stream("m", 1);
    Terms terms = new Terms(Priority.NORMAL, false, 2);
    enter(
        new Call(
            call.id(), call.tenant(), call.operation(), call.request(), call.deadline(), terms));

    assertNotHedged();
  }

  @Test
  void cancelsBothWhenTheClientLeaves() {
    hedge(2);

    client.close();

    assertThat(attempts()).hasSize(2).allMatch(FakeAttempt::ended);
    assertThat(answer.failure().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
  }

  @Test
  void carriesOnWithTheSecondWhenTheFirstFails() {
    hedge(3);

    first().end(Kind.FAILED);
    assertThat(answer.ended()).isFalse();
    assertThat(attempts()).hasSize(2);
    second().complete();

    assertThat(answer.failure()).isNull();
    assertThat(answer.head().node()).isEqualTo(second().node());
  }

  @Test
  void carriesOnWithTheFirstWhenTheSecondFails() {
    hedge(3);

    second().end(Kind.FAILED);
    first().complete();

    assertThat(attempts()).hasSize(2);
    assertThat(answer.failure()).isNull();
    assertThat(answer.head().node()).isEqualTo(first().node());
  }

  @Test
  void triesAThirdNodeWhenBothFail() {
    hedge(3);

    first().end(Kind.FAILED);
    second().end(Kind.FAILED);
    fleet.pass(LATE);

    assertThat(attempts()).hasSize(3).extracting(FakeAttempt::node).doesNotHaveDuplicates();
    attempts().get(2).complete();
    assertThat(answer.failure()).isNull();
  }

  @Test
  void failsWhenBothFailAndNobodyIsLeft() {
    hedge(2);

    first().end(Kind.FAILED);
    second().end(Kind.BUSY);
    fleet.pass(LATE);

    assertThat(attempts()).hasSize(2);
    assertThat(answer.failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
  }

  @Test
  void asksASecondNodeOnceTheFirstIsLaterThanUsual() {
    addNodes(2);
    enter(fleet.stream("m", 1));

    fleet.pass(Duration.ofMillis(90));
    assertThat(attempts()).hasSize(1);
    fleet.pass(Duration.ofMillis(20));

    assertThat(attempts()).hasSize(2).extracting(FakeAttempt::node).doesNotHaveDuplicates();
    assertThat(second().attempt().number()).isEqualTo(2);
  }

  @Test
  void leavesACallAloneThatHasContent() {
    addNodes(2);
    enter(fleet.stream("m", 1));
    first().deliver("once upon a time");

    assertNotHedged();
  }

  @Test
  void hasOnlyTheFirstContentWrittenAndCancelsTheOther() {
    hedge(2);

    second().deliver("second");

    assertThat(first().cancelled()).isNotNull();
    assertThat(second().cancelled()).isNull();
    second().deliver(" to none");
    second().complete();
    assertThat(text()).isEqualTo("second to none{}");
    assertThat(answer.head().node()).isEqualTo(second().node());
    assertThat(answer.head().attempts()).isEqualTo(2);
  }

  @Test
  void writesNothingOfALoserThatDoesNotHearOfItsDefeat() {
    hedge(2);
    first().ignoreCancellation();

    second().deliver("second");
    first().deliver("first");
    first().end(Kind.FAILED);
    second().complete();

    assertThat(text()).isEqualTo("second{}");
    assertThat(answer.failure()).isNull();
  }

  private void assertNotHedged() {
    fleet.pass(LATE);
    assertThat(attempts()).hasSize(1);
  }

  private void addNodes(int count) {
    for (int i = 1; i <= count; i++) {
      fleet.add(node("node-" + i, "m").withPlaces(1000));
    }
    learn();
  }

  /** The answer is asked for, and hedged, at two of {@code nodes} nodes. */
  private void hedge(int nodes) {
    addNodes(nodes);
    enter(fleet.stream("m", 1));
    fleet.pass(LATE);
    assertThat(attempts()).hasSize(2);
  }

  /** As many calls as 40 and more earn one hedge. */
  private void learn() {
    fleet.learn("m", USUAL);
    before = fleet.upstream().attempts().size();
  }

  private void occupy(int places) {
    for (int i = 0; i < places; i++) {
      fleet.ask(fleet.stream("m", 1));
      fleet.upstream().last().deliver("once upon a time");
    }
    before = fleet.upstream().attempts().size();
  }

  private void enter(Call call) {
    fleet.enter(call, answer);
  }

  private List<FakeAttempt> attempts() {
    List<FakeAttempt> all = fleet.upstream().attempts();
    return all.subList(before, all.size());
  }

  private FakeAttempt first() {
    return attempts().get(0);
  }

  private FakeAttempt second() {
    return attempts().get(1);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (byte[] event = client.poll(); event != null; event = client.poll()) {
      text.append(new String(event, UTF_8));
    }
    return text.toString();
  }
}
