package io.tidegate.routing;

import static io.tidegate.routing.balancing.NodeSketch.node;
import static io.tidegate.routing.balancing.NodeSketch.ownNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Usage;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What public nodes may cost in an hour: here 1, of which an answer of usual length takes 0.256.
 */
class PublicBudgetTest {

  private static final Duration BEAT = Duration.ofMillis(100);

  private final Fleet fleet = new Fleet(Map.of("routing.public-budget-per-hour", "1"));

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void startsNoMoreThanTheBudgetCanPay() {
    hire("hired", 1000);

    Answer fourth = ask(4);

    assertThat(asked()).hasSize(3);
    fleet.pass(Duration.ofSeconds(11));
    assertThat(fourth.failure().code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT);
    assertThat(asked()).hasSize(3);
  }

  @Test
  void chargesWhatWasUsedEvenIfThatIsMoreThanWasReserved() {
    hire("hired", 1000);
    ask(1);
    complete(0, 999);

    ask(1);

    assertThat(asked()).hasSize(1);
  }

  @Test
  void chargesTheEstimateForAnAnswerOfWhichNoTokensAreKnown() {
    hire("hired", 1000);
    for (int i = 0; i < 3; i++) {
      ask(1);
      fleet.upstream().last().complete();
    }

    ask(1);

    assertThat(asked()).hasSize(3);
  }

  @Test
  void chargesTheEstimateForAnAnswerThatBrokeOff() {
    hire("hired", 1000);
    for (int i = 0; i < 3; i++) {
      AnswerAndReader client = new AnswerAndReader(fleet);
      fleet.upstream().last().deliver("once upon a ");
      client.leave();
    }

    ask(1);

    assertThat(asked()).hasSize(3);
  }

  @Test
  void givesBackWhatWasReservedForMore() {
    hire("hired", 1000);
    ask(4);

    complete(0, 10);

    assertThat(asked()).hasSize(4);
  }

  @Test
  void chargesNothingForAnAttemptThatFailed() {
    hire("hired", 1000);
    for (int i = 0; i < 10; i++) {
      ask(1);
      fleet.upstream().last().refuse(500, null);
    }

    assertThat(asked()).hasSize(10);
  }

  @Test
  void opensAgainAfterAnHour() {
    hire("hired", 1000);
    ask(1);
    complete(0, 999);

    fleet.clock().advance(Duration.ofMinutes(59));
    ask(1);
    assertThat(asked()).hasSize(1);
    fleet.clock().advance(Duration.ofMinutes(2));
    fleet.pass(BEAT);
    ask(1);

    assertThat(asked()).hasSize(2);
  }

  @Test
  void comesBackToPrivateNodesWhenItIsSpent() {
    fleet.add(ownNode("own", "m").withPlaces(1));
    hire("hired", 1_000_000);
    ask(2);
    fleet.pass(Duration.ofSeconds(1));
    assertThat(asked()).containsExactly("own");

    fleet.upstream().last().complete();

    assertThat(asked()).containsExactly("own", "own");
  }

  @Test
  void looksForACheaperNodeWhenTheFirstIsTooDear() {
    hire("dear", 1_000_000);
    Fleet.occupy(fleet.add("free", "m"), 50);

    ask(10);

    assertThat(asked()).hasSize(10).containsOnly("free");
  }

  @Test
  void leavesNoReservationBehind() {
    hire("hired", 1000);
    for (int i = 0; i < 20; i++) {
      AnswerAndReader client = new AnswerAndReader(fleet);
      client.leave();
    }

    ask(3);

    assertThat(asked()).hasSize(23);
    fleet.upstream().attempts().stream()
        .filter(attempt -> !attempt.ended())
        .forEach(FakeAttempt::complete);
    assertThat(fleet.permits().returned()).isEqualTo(fleet.permits().issued());
  }

  /** A client that can leave. */
  private static final class AnswerAndReader {

    private final Answer answer = new Answer();
    private final Runnable leave = answer.open(() -> {}).orElseThrow()::close;

    AnswerAndReader(Fleet fleet) {
      fleet.enter(fleet.call("m"), answer);
    }

    void leave() {
      leave.run();
    }
  }

  private void hire(String name, double outputPrice) {
    fleet.add(node(name, "m").withPrices(0, outputPrice));
  }

  private void complete(long input, long output) {
    fleet.upstream().last().complete(Duration.ZERO, new Usage(input, 0, output));
  }

  private Answer ask(int calls) {
    Answer last = null;
    for (int i = 0; i < calls; i++) {
      last = fleet.ask("m");
    }
    return last;
  }

  private List<String> asked() {
    return fleet.upstream().asked();
  }
}
