package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Permit;
import io.tidegate.metrics.Metric;
import io.tidegate.routing.balancing.NodeSketch;
import io.tidegate.routing.nodes.Breaker;
import io.tidegate.routing.nodes.Node;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a call when its attempt cannot begin, or begins at the wrong moment. */
class MishapsTest {

  private final Fleet fleet = new Fleet(Map.of("hedging.enabled", "true"));

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, IllegalStateException.class})
  void aPlaceComesBackWhenItsAttemptCannotBeStarted(Class<? extends Throwable> mishap) {
    fleet.add(Fleet.sized(Fleet.spec("a", "m"), 1, 1));
    fleet.upstream().onStart(attempt -> fail(mishap));

    Answer answer = fleet.ask("m");

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertNothingIsLost();
  }

  @Test
  void aCallGoesToAnotherNodeWhenItsAttemptCannotBeStarted() {
    fleet.add("a", "m");
    fleet.add("b", "m");
    fleet
        .upstream()
        .onStart(
            attempt -> {
              if (attempt.attempt().number() == 1) {
                fail(OutOfMemoryError.class);
              }
              attempt.complete();
            });

    assertThat(fleet.ask("m").failure()).isNull();
    assertNothingIsLost();
  }

  @Test
  void aHedgeThatComesTooLateLeavesTheCallInItsQueue() {
    fleet.add("a", "m");
    fleet.add("b", "m");
    fleet.learn("m", Duration.ofMillis(100));
    Answer answer = fleet.ask(fleet.stream("m", 1));
    FakeAttempt slow = fleet.upstream().last();
    List<Permit> others = new ArrayList<>();
    fleet
        .metrics()
        .meanwhile(
            Metric.HEDGES,
            () -> {
              for (Node node : fleet.pool().nodes()) {
                int left = node.spec().maxConnections() - node.inFlight();
                others.addAll(Fleet.occupy(node, left));
              }
              slow.end(Kind.BUSY);
            });

    fleet.pass(Duration.ofMillis(200));

    assertThat(fleet.metrics().count(Metric.HEDGES, "m")).isEqualTo(1);
    assertThat(answer.ended()).isFalse();
    others.forEach(Permit::close);
    fleet.pass(Duration.ofMillis(100));
    fleet.upstream().last().complete();
    assertThat(answer.failure()).isNull();
    assertThat(answer.ended()).isTrue();
    assertNothingIsLost();
  }

  @Test
  void aHalfOpenBreakerIsTriedHoweverManyOldCallsItsNodeHas() {
    Node node = fleet.add("a", "m");
    for (int i = 0; i < 60; i++) {
      fleet.ask("m");
    }
    fleet.add(NodeSketch.node("b", "m").drained());
    trip(node);

    Answer answer = fleet.ask("m");

    assertThat(fleet.upstream().attempts()).hasSize(61);
    fleet.upstream().last().complete();
    assertThat(answer.failure()).isNull();
    assertThat(fleet.breaker(node, "m")).isEqualTo(Breaker.State.CLOSED);
  }

  /** Its client may read as slowly as it likes. */
  @Test
  void aProbeThatBringsContentClosesTheBreakerAtOnce() {
    Node node = fleet.add("a", "m");
    fleet.ask("m");
    fleet.upstream().last().complete();
    trip(node);
    fleet.ask("m");
    fleet.ask("m");
    assertThat(fleet.upstream().attempts()).as("one probe").hasSize(2);

    fleet.upstream().last().deliver("Hi");

    assertThat(fleet.breaker(node, "m")).isEqualTo(Breaker.State.CLOSED);
  }

  /** The breaker has opened again since: the end of an old stream proves nothing. */
  @Test
  void aProbeThatBroughtContentClosesNothingAtItsEnd() {
    Node node = fleet.add("a", "m");
    FakeAttempt old = contentOfProbe(node);
    trip(node);

    old.complete();

    assertThat(fleet.breaker(node, "m")).isEqualTo(Breaker.State.HALF_OPEN);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANCELLED", "FAILED", "TIMED_OUT", "BUSY", "UNREACHABLE"})
  void aProbeThatBroughtContentLeavesTheNextOneItsRight(Kind end) {
    Node node = fleet.add("a", "m");
    FakeAttempt old = contentOfProbe(node);
    trip(node);
    fleet.ask("m");
    FakeAttempt probe = fleet.upstream().last();
    assertThat(probe).as("the next probe").isNotSameAs(old);

    old.end(end);
    fleet.ask("m");

    assertThat(fleet.upstream().last()).as("one probe").isSameAs(probe);
    assertThat(fleet.breaker(node, "m")).isEqualTo(Breaker.State.HALF_OPEN);
    probe.complete();
    assertThat(fleet.breaker(node, "m")).isEqualTo(Breaker.State.CLOSED);
  }

  /** A stream that was the probe of a breaker, and has closed it by its first content. */
  private FakeAttempt contentOfProbe(Node node) {
    fleet.ask("m");
    fleet.upstream().last().complete();
    trip(node);
    fleet.ask("m");
    FakeAttempt probe = fleet.upstream().last();
    probe.deliver("Hi");
    assertThat(fleet.breaker(node, "m")).isEqualTo(Breaker.State.CLOSED);
    return probe;
  }

  /** Opens the breaker, and lets its time pass. */
  private void trip(Node node) {
    Fleet.serving(node, "m").breaker().trip(fleet.clock().getAsLong(), "the test says so");
    fleet.pass(Duration.ofMillis(1100));
    assertThat(fleet.breaker(node, "m")).isEqualTo(Breaker.State.HALF_OPEN);
  }

  private static void fail(Class<? extends Throwable> mishap) {
    if (mishap == OutOfMemoryError.class) {
      throw new OutOfMemoryError("the test says so");
    }
    throw new IllegalStateException("the test says so");
  }

  private void assertNothingIsLost() {
    assertThat(fleet.inFlight()).isZero();
    assertThat(fleet.permits().returned()).isEqualTo(fleet.permits().issued());
  }
}
