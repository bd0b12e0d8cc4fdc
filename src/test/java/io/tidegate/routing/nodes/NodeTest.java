package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Permit;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NodeTest {

  private final ManualClock clock = new ManualClock();
  private final RoutingConfig config = Fleet.config(Map.of());

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void givesPermitsUpToItsThreshold() {
    Node node = limited(2);

    List<Permit> permits = Fleet.occupy(node, 2);

    assertThat(node.tryAcquire()).isEmpty();
    assertThat(node.atThreshold()).isTrue();
    permits.get(0).close();
    assertThat(node.tryAcquire()).isPresent();
  }

  @Test
  void takesAPermitBackOnceHoweverOftenItIsClosed() {
    Node node = limited(5);
    List<Permit> permits = Fleet.occupy(node, 2);

    permits.get(0).close();
    permits.get(0).close();

    assertThat(node.inFlight()).isEqualTo(1);
  }

  /** Conservation: permits issued = permits returned, and never more out than the threshold. */
  @Test
  void staysWithinItsThresholdUnderThreads() throws Exception {
    int threshold = 3;
    Node node = limited(threshold);
    AtomicInteger out = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger issued = new AtomicInteger();
    AtomicInteger returned = new AtomicInteger();

    StartGate.run(
        8,
        thread -> {
          for (int i = 0; i < 20_000; i++) {
            Optional<Permit> permit = node.tryAcquire();
            if (permit.isPresent()) {
              issued.incrementAndGet();
              most.accumulateAndGet(out.incrementAndGet(), Math::max);
              out.decrementAndGet();
              permit.get().close();
              returned.incrementAndGet();
            }
          }
        });

    assertThat(most.get()).isBetween(1, threshold);
    assertThat(issued.get()).isEqualTo(returned.get()).isPositive();
    assertThat(node.inFlight()).isZero();
  }

  @Test
  void keepsRunningCallsWhenTheThresholdIsLoweredAndGivesNoPermitUntilThereIsRoom() {
    Node node = limited(5);
    List<Permit> permits = Fleet.occupy(node, 5);

    node.become(Fleet.sized(node.spec(), 1, 2));

    assertThat(node.inFlight()).isEqualTo(5);
    permits.subList(0, 3).forEach(Permit::close);
    assertThat(node.tryAcquire()).as("2 of 2 places are still taken").isEmpty();
    permits.get(3).close();
    assertThat(node.tryAcquire()).isPresent();
    assertThat(node.inFlight()).isEqualTo(2);
  }

  @Test
  void givesMorePermitsWhenTheThresholdIsRaised() {
    Node node = limited(1);
    Fleet.occupy(node, 1);

    node.become(Fleet.sized(node.spec(), 1, 2));

    assertThat(node.tryAcquire()).isPresent();
  }

  @Test
  void showsWhereItStands() {
    Node node = new Node(Fleet.spec("a"), config);
    assertThat(node.condition()).isEqualTo("unknown");
    assertThat(node.usable()).isFalse();

    node.found(Map.of("m", "m"));
    assertThat(node.condition()).isEqualTo("healthy");
    assertThat(node.usable()).isTrue();

    node.health().eject(clock.getAsLong());
    assertThat(node.condition()).isEqualTo("ejected");
    assertThat(node.usable()).isFalse();

    node.become(Fleet.draining(node.spec(), true));
    assertThat(node.condition()).isEqualTo("draining");
    assertThat(node.usable()).isFalse();
  }

  @Test
  void weighsATenthOfItsWeightRightAfterReadmissionEvenIfItsWeightIsOne() {
    Node node = limited(1);
    long whole = node.effectiveWeight(clock.getAsLong());

    readmit(node);

    assertThat(node.effectiveWeight(clock.getAsLong())).isEqualTo(whole / 10).isPositive();
    clock.advance(config.slowStart().dividedBy(2));
    assertThat(node.effectiveWeight(clock.getAsLong())).isEqualTo(whole / 2);
    clock.advance(config.slowStart());
    assertThat(node.effectiveWeight(clock.getAsLong())).isEqualTo(whole);
  }

  @Test
  void keepsTheModelsItWasFoundToHaveWhenItIsChanged() {
    Node node = new Node(Fleet.spec("a"), config);
    node.found(Map.of("m", "own-m"));

    node.become(Fleet.sized(node.spec(), 7, 7));

    assertThat(node.models()).containsExactly(Map.entry("m", "own-m"));
    assertThat(node.modelsKnown()).isTrue();
  }

  @Test
  void takesConfiguredModelsOverThoseItWasFoundToHave() {
    Node node = new Node(Fleet.spec("a"), config);
    node.found(Map.of("m", "m"));

    node.become(Fleet.spec("a", "n=own-n"));

    assertThat(node.models()).containsExactly(Map.entry("n", "own-n"));
  }

  private void readmit(Node node) {
    node.health().eject(clock.getAsLong());
    clock.advance(Duration.ofHours(1));
    assertThat(node.health().startProbe(clock.getAsLong())).isTrue();
    node.health().probed(true, clock.getAsLong());
  }

  private Node limited(int maxConnections) {
    return new Node(Fleet.sized(Fleet.spec("a", "m"), 1, maxConnections), config);
  }
}
