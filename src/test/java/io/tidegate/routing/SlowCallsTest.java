package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.nodes.Breaker;
import io.tidegate.routing.nodes.Node;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call that takes long at a node that works is no sign of a busy node. */
class SlowCallsTest {

  private static final Duration USUAL = Duration.ofMillis(100);

  private final Fleet fleet = new Fleet();

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void staysWhereItIsWhileOthersGetTheirContent() {
    Node a = fleet.add("a", "m");
    Node b = fleet.add("b", "m");
    fleet.learn("m", USUAL);
    fleet.ask(fleet.stream("m", 1));
    FakeAttempt slow = fleet.upstream().last();

    for (int i = 0; i < 40; i++) {
      fleet.ask(fleet.stream("m", 1));
      fleet.ask(fleet.stream("m", 1));
      fleet.pass(USUAL);
      open(slow).forEach(FakeAttempt::complete);
    }

    assertThat(slow.cancelled()).isNull();
    assertThat(fleet.breaker(a, "m")).isEqualTo(Breaker.State.CLOSED);
    assertThat(fleet.breaker(b, "m")).isEqualTo(Breaker.State.CLOSED);
    slow.complete();
  }

  @Test
  void staysWhereItIsWhenItIsTheOnlyPlainOne() {
    Node a = fleet.add("a", "m");
    fleet.add("b", "m");
    for (int i = 0; i < 100; i++) {
      fleet.ask("m");
      fleet.upstream().last().complete(USUAL, Usage.NONE);
    }
    fleet.ask("m");
    FakeAttempt slow = fleet.upstream().last();

    fleet.pass(Duration.ofSeconds(30));

    assertThat(slow.cancelled()).isNull();
    assertThat(fleet.breaker(a, "m")).isEqualTo(Breaker.State.CLOSED);
    slow.complete();
  }

  @Test
  void staysAtANodeThatWorksOnItWhateverOthersDo() {
    Node a = fleet.add("a", "m");
    fleet.learn("m", USUAL);
    fleet.add("b", "m");
    fleet.learn("m", USUAL);
    Answer answer = fleet.ask(fleet.stream("m", 1));
    FakeAttempt slow = fleet.upstream().last();
    slow.begin();

    fleet.pass(Duration.ofMinutes(5));

    assertThat(slow.cancelled()).isNull();
    slow.complete();
    assertThat(answer.failure()).isNull();
    assertThat(a.condition()).isEqualTo("healthy");
  }

  @Test
  void leavesASilentNodeOnlyForOneThatHasAPlace() {
    fleet.add(Fleet.sized(Fleet.spec("a", "m"), 1, 1));
    Answer first = fleet.ask("m");
    FakeAttempt silent = fleet.upstream().last();
    assertThat(silent.stayTooLong()).as("alone").isFalse();

    fleet.add(Fleet.sized(Fleet.spec("b", "m"), 1, 1));
    fleet.ask("m");
    FakeAttempt other = fleet.upstream().last();
    assertThat(silent.stayTooLong()).as("beside one that is full").isFalse();

    other.complete();
    assertThat(silent.stayTooLong()).as("beside one with a place").isTrue();
    assertThat(fleet.upstream().last().node()).isEqualTo("b");
    assertThat(fleet.upstream().last().stayTooLong()).as("the last one").isFalse();
    fleet.upstream().last().complete();
    assertThat(first.failure()).isNull();
  }

  @Test
  void staysAtANodeThatAnswersOthers() {
    fleet.add("a", "m");
    fleet.ask("m");
    FakeAttempt slow = fleet.upstream().last();
    fleet.pass(Duration.ofMinutes(4));
    fleet.ask("m");
    fleet.upstream().last().complete();
    fleet.add("b", "m");

    assertThat(slow.stayTooLong()).isFalse();
    fleet.pass(Duration.ofMinutes(2));
    assertThat(slow.stayTooLong()).isTrue();
  }

  @Test
  void isLeftAtNoCostOfATryThatIsDenied() {
    Fleet poor = new Fleet(Map.of("retries.ratio", "0", "retries.per-second", "0"));
    poor.add("a", "m");
    poor.add("b", "m");
    poor.ask("m");

    assertThat(poor.upstream().last().stayTooLong()).isFalse();
  }

  private List<FakeAttempt> open(FakeAttempt but) {
    return fleet.upstream().attempts().stream()
        .filter(attempt -> attempt != but && !attempt.ended())
        .toList();
  }
}
