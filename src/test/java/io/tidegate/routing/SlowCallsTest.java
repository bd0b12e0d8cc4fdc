package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Usage;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
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

  private List<FakeAttempt> open(FakeAttempt but) {
    return fleet.upstream().attempts().stream()
        .filter(attempt -> attempt != but && !attempt.ended())
        .toList();
  }
}
