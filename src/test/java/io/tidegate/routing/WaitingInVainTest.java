package io.tidegate.routing;

import static io.tidegate.routing.balancing.NodeSketch.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import io.tidegate.metrics.Metric;
import io.tidegate.routing.balancing.NodeSketch;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who waits for what will not come in time is told so, when that is known and as what it is. */
class WaitingInVainTest {

  private static final Duration BEAT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(60);

  private Fleet fleet = new Fleet();

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void aCallWhoseOnlyNodeBeginsToRestIsToldWhenItIsBack() {
    fleet.add(node("a", "m").withPlaces(2));
    ask(2);
    Answer waiting = fleet.ask("m");
    running().get(0).refuse(503, LONG);
    running().get(0).refuse(503, LONG);

    fleet.pass(BEAT);

    assertThat(waiting.failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
    assertThat(waiting.failure().retryAfter()).isEqualTo(LONG.minus(BEAT));
    assertThat(fleet.admission().waiting()).isZero();
    assertThat(fleet.metrics().count(Metric.QUEUE_REFUSALS, "m", "no_node", "normal")).isEqualTo(1);
  }

  @Test
  void aCallWhoseAccountBeginsToRestIsToldWhenItIsBack() {
    fleet.add(node("a", "m").withKey("one").withPlaces(1));
    fleet.add(node("b", "m").withKey("one").withPlaces(1));
    ask(2);
    Answer waiting = fleet.ask("m");
    running().get(0).refuse(429, LONG);
    running().get(0).refuse(429, LONG);

    fleet.pass(BEAT);

    assertThat(waiting.failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
  }

  @Test
  void aCallGoesToAnotherModelIfThatMayTakeItsPlace() {
    fleet = new Fleet(Map.of("fallbacks.m", "n"));
    fleet.add(node("a", "m").withPlaces(1));
    fleet.add(node("b", "n"));
    ask(1);
    Answer waiting = fleet.ask("m");
    assertThat(waiting.ended()).isFalse();
    assertThat(fleet.upstream().asked()).containsExactly("a");
    running().get(0).refuse(503, LONG);

    fleet.pass(BEAT);

    assertThat(fleet.upstream().asked()).containsExactly("a", "b", "b");
  }

  @Test
  void aCallWaitsForANodeThatRestsForAMoment() {
    fleet.add(node("a", "m").withPlaces(2));
    ask(2);
    Answer waiting = fleet.ask("m");
    running().get(0).refuse(503, Duration.ofSeconds(3));
    fleet.pass(Duration.ofSeconds(2));
    assertThat(waiting.ended()).isFalse();

    fleet.upstream().onStart(FakeAttempt::complete);
    fleet.pass(Duration.ofSeconds(2));

    assertThat(waiting.failure()).isNull();
  }

  @Test
  void aCallWaitsForANodeThatIsOutAsLongAsItCanAndIsToldThatNoneIsThere() {
    NodeSketch sketch = node("a", "m").withPlaces(1);
    fleet.add(sketch);
    ask(1);
    Answer waiting = fleet.ask("m");
    fleet.add(sketch.drained());

    fleet.pass(Duration.ofSeconds(9));
    assertThat(waiting.ended()).isFalse();
    fleet.pass(Duration.ofSeconds(2));

    assertThat(waiting.failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
  }

  @Test
  void aRetryIsToldWhatItsFirstNodeSaid() {
    fleet.add(node("a", "m").withKey("one").withPlaces(1));
    fleet.add(node("b", "m").withKey("two").withPlaces(1));
    ask(2);
    Answer waiting = fleet.ask("m");
    FakeAttempt first = running().get(0);
    FakeAttempt second = running().get(1);
    first.complete();
    FakeAttempt third = running().get(1);
    third.end(Kind.FAILED);
    assertThat(waiting.ended()).isFalse();
    second.refuse(429, LONG);

    fleet.pass(BEAT);

    assertThat(waiting.failure().code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
  }

  @Test
  void aCallThatCostsMoreThanMayEverBeSpentIsRefusedAtOnce() {
    fleet = new Fleet(Map.of("routing.public-budget-per-hour", "1"));
    fleet.add(node("a", "m").withPrices(1000, 0));

    Answer dear = fleet.ask(fleet.stream("m", 2000));

    assertThat(dear.failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
    assertThat(dear.failure().message()).contains("cost");
    assertThat(dear.failure().retryAfter()).isNull();
    assertThat(fleet.admission().waiting()).isZero();
  }

  @Test
  void aCallForWhichTooMuchIsSpentIsToldWhenThatIsAnHourAgo() {
    fleet = new Fleet(Map.of("routing.public-budget-per-hour", "1"));
    fleet.add(node("a", "m").withPrices(1000, 0));
    fleet.ask(fleet.stream("m", 900));
    Answer waiting = fleet.ask(fleet.stream("m", 900));
    assertThat(waiting.ended()).as("less may have been used").isFalse();
    fleet.upstream().last().complete(BEAT, new Usage(900, 1, -1));

    fleet.pass(BEAT);

    assertThat(waiting.failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
    assertThat(waiting.failure().retryAfter())
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
  }

  private void ask(int count) {
    for (int i = 0; i < count; i++) {
      fleet.ask("m");
    }
  }

  private List<FakeAttempt> running() {
    return fleet.upstream().attempts().stream().filter(attempt -> !attempt.ended()).toList();
  }
}
