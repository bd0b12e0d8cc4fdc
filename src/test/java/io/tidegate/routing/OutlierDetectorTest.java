package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.metrics.Metric;
import io.tidegate.routing.nodes.Capability;
import io.tidegate.routing.nodes.Node;
import io.tidegate.testing.Outcomes;
import io.tidegate.testing.ToReproduce;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutlierDetectorTest {

  private static final Capability CHATS = new Capability("m", Operation.CHAT);

  private static final Outcome OUT_OF_TIME =
      Outcomes.of(Kind.TIMED_OUT, Failure.of(ErrorCode.DEADLINE_EXCEEDED, "Too late."));

  /** A node whose account is out. */
  private Node unserved;

  private final Fleet fleet = new Fleet(Map.of("routing.consecutive-failures", "3"));
  private final OutlierDetector detector =
      new OutlierDetector(fleet.pool(), served -> !served.equals(unserved), fleet.metrics());
  private final Node node = fleet.add("a", "m");
  private final Node other = fleet.add("b", "m");

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FAILED", "UNREACHABLE", "TIMED_OUT"})
  void ejectsANodeThatFailsOrStaysSilentOftenEnoughInARow(Kind kind) {
    observe(2, Outcomes.of(kind));
    assertThat(node.usable()).isTrue();

    observe(1, Outcomes.of(kind));

    assertThat(node.condition()).isEqualTo("ejected");
    assertThat(ejections()).isEqualTo(1);
  }

  @Test
  void leavesTheOnlyNodeInWhoseAccountIsNotOut() {
    unserved = other;

    observe(3, Outcomes.of(Kind.UNREACHABLE));

    assertThat(node.usable()).isTrue();
    assertThat(ejections()).isZero();
  }

  @Test
  void startsToCountFailuresAgainAfterACompletedAttempt() {
    observe(2, Outcomes.of(Kind.FAILED));
    observe(1, Outcomes.of(Kind.COMPLETED));
    observe(2, Outcomes.of(Kind.FAILED));

    assertThat(node.usable()).isTrue();
  }

  @Test
  void countsFailuresThroughBusyAndCancelledAttempts() {
    observe(2, Outcomes.of(Kind.FAILED));
    observe(1, Outcomes.of(Kind.BUSY));
    observe(1, Outcomes.of(Kind.CANCELLED));
    observe(1, Outcomes.of(Kind.FAILED));

    assertThat(node.condition()).isEqualTo("ejected");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"COMPLETED", "BUSY", "CANCELLED", "REJECTED"})
  void neverEjectsForWhatIsNoFault(Kind kind) {
    observe(20, Outcomes.of(kind));

    assertThat(node.usable()).isTrue();
    assertThat(ejections()).isZero();
  }

  @Test
  void doesNotBlameANodeForACallThatRanOutOfItsOwnTime() {
    observe(20, OUT_OF_TIME);

    assertThat(node.usable()).isTrue();
  }

  @Test
  void keepsTheLastUsableNodeHoweverOftenItFails() {
    fleet.pool().eject(other, all -> true, fleet.clock().getAsLong());

    observe(20, Outcomes.of(Kind.FAILED));

    assertThat(node.usable()).isTrue();
    assertThat(ejections()).isZero();
  }

  @Test
  void countsAnEjectionOnceHoweverManyCallsFailAfterIt() {
    observe(20, Outcomes.of(Kind.FAILED));

    assertThat(ejections()).isEqualTo(1);
  }

  private void observe(int times, Outcome outcome) {
    for (int i = 0; i < times; i++) {
      long now = fleet.clock().getAsLong();
      if (outcome.accuses()) {
        detector.failed(node, CHATS, now, now);
      } else {
        detector.observe(node, outcome, now);
      }
    }
  }

  private long ejections() {
    return fleet.metrics().count(Metric.NODE_EJECTIONS, "a");
  }
}
