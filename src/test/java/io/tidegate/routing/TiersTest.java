package io.tidegate.routing;

import static io.tidegate.routing.balancing.NodeSketch.node;
import static io.tidegate.routing.balancing.NodeSketch.ownNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.routing.balancing.NodeSketch;
import io.tidegate.routing.nodes.Node;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Private before public, near before far: when calls spill over, and when they come back. */
class TiersTest {

  private static final Terms PINNED = new Terms(Priority.NORMAL, true, 0);

  private final Fleet fleet = new Fleet(Map.of("routing.region", "eu"));

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void neverGivesAPinnedCallToAPublicNodeHoweverLongItWaits() {
    fleet.add(ownNode("own", "m").withPlaces(1));
    fleet.add("hired", "m");
    fleet.ask("m");

    Answer pinned = fleet.ask(fleet.call("m", PINNED));
    fleet.pass(Duration.ofSeconds(11));

    assertThat(pinned.failure().code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT);
    assertThat(asked()).containsExactly("own");
  }

  @Test
  void refusesAPinnedCallAtOnceWhereNobodyMayWait() {
    Fleet impatient = new Fleet(Map.of("admission.max-queue", "0"));
    impatient.add(ownNode("own", "m").withPlaces(1));
    impatient.add("hired", "m");
    impatient.ask("m");

    Answer pinned = impatient.ask(impatient.call("m", PINNED));

    assertThat(pinned.failure().code()).isEqualTo(ErrorCode.GATEWAY_OVERLOADED);
    assertThat(impatient.upstream().asked()).containsExactly("own");
  }

  @Test
  void refusesAPinnedCallAtOnceWhenNoPrivateNodeServesItsModel() {
    fleet.add(ownNode("own", "other"));
    fleet.add("hired", "m");

    Answer pinned = fleet.ask(fleet.call("m", PINNED));

    assertThat(pinned.failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
    assertThat(asked()).isEmpty();
  }

  @Test
  void triesFurtherTiersBeforeItRefusesACallThatWouldWaitForTooLong() {
    Fleet patient = new Fleet(Map.of("routing.spill-after", "PT1M", "admission.max-queue", "2"));
    patient.add(ownNode("own", "m").withPlaces(1));
    patient.add("hired", "m");
    for (int i = 0; i < 3; i++) {
      patient.ask("m");
    }
    assertThat(patient.upstream().asked()).containsExactly("own");

    Answer spilled = patient.ask("m");

    assertThat(spilled.ended()).isFalse();
    assertThat(patient.upstream().asked()).containsExactly("own", "hired");
  }

  @Test
  void doesNotRetryAPinnedCallAtAPublicNode() {
    fleet.add(ownNode("own", "m"));
    fleet.add("hired", "m");
    Answer pinned = fleet.ask(fleet.call("m", PINNED));

    fleet.upstream().last().refuse(503, null);

    assertThat(pinned.failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
    assertThat(asked()).containsExactly("own");
  }

  @Test
  void keepsPinnedCallsAtPrivateNodesWhenMostOfThoseAreGone() {
    fleet.add(ownNode("own-1", "m"));
    fleet.add(ownNode("own-2", "m").drained());
    fleet.add(ownNode("own-3", "m").drained());
    fleet.add("hired", "m");

    for (int i = 0; i < 50; i++) {
      fleet.ask(fleet.call("m", PINNED));
    }

    assertThat(asked()).hasSize(50).containsOnly("own-1");
  }

  @Test
  void letsOthersPassAPinnedCallThatWaits() {
    fleet.add(ownNode("own", "m").withPlaces(1));
    fleet.add("hired", "m");
    fleet.ask("m");
    Answer pinned = fleet.ask(SampleCalls.by("careful", fleet.call("m", PINNED)));

    Answer usual = fleet.ask("m");
    fleet.pass(Duration.ofMillis(600));

    assertThat(asked()).containsExactly("own", "hired");
    fleet.upstream().last().complete();
    assertThat(usual.failure()).isNull();
    assertThat(pinned.ended()).isFalse();
    fleet.upstream().attempts().get(0).complete();
    assertThat(asked()).containsExactly("own", "hired", "own");
  }

  @Test
  void givesCallsToPrivateNodesAsLongAsTheyHaveRoom() {
    fleet.add(ownNode("own", "m").withPlaces(20));
    fleet.add("hired", "m");

    ask(20);

    assertThat(asked()).hasSize(20).containsOnly("own");
  }

  @Test
  void waitsHalfASecondForAPrivatePlaceBeforeItPays() {
    fleet.add(ownNode("own", "m").withPlaces(1));
    fleet.add("hired", "m");
    ask(2);

    fleet.pass(Duration.ofMillis(400));
    assertThat(asked()).containsExactly("own");
    fleet.pass(Duration.ofMillis(200));

    assertThat(asked()).containsExactly("own", "hired");
  }

  @Test
  void comesBackAsSoonAsAPrivatePlaceIsFree() {
    fleet.add(ownNode("own", "m").withPlaces(1));
    fleet.add("hired", "m");
    ask(2);
    fleet.pass(Duration.ofMillis(600));

    fleet.upstream().attempts().get(0).complete();
    ask(1);

    assertThat(asked()).containsExactly("own", "hired", "own");
  }

  @Test
  void doesNotWaitForPrivateNodesThatAreOutOfService() {
    fleet.add(ownNode("own", "m").drained());
    fleet.add("hired", "m");

    ask(1);

    assertThat(asked()).containsExactly("hired");
  }

  @Test
  void doesNotWaitForPrivateNodesWhoseBreakersAreOpen() {
    Node own = fleet.add(ownNode("own", "m"));
    fleet.add("hired", "m");
    ask(1);
    Fleet.serving(own, "m").breaker().trip(fleet.clock().getAsLong(), "the test says so");

    ask(1);

    assertThat(asked()).containsExactly("own", "hired");
  }

  @Test
  void prefersItsOwnRegionAndNodesThatNameNone() {
    fleet.add(node("near", "m").in("eu").withPlaces(1));
    fleet.add(node("anywhere", "m").withPlaces(1));
    fleet.add(node("far", "m").in("us"));

    ask(3);

    assertThat(asked()).containsExactlyInAnyOrder("near", "anywhere");
    fleet.pass(Duration.ofMillis(600));
    assertThat(asked()).hasSize(3).endsWith("far");
  }

  @Test
  void goesFarWhenNobodyNearIsThere() {
    fleet.add(node("near", "m").in("eu").drained());
    fleet.add(node("far", "m").in("us"));

    ask(1);

    assertThat(asked()).containsExactly("far");
  }

  @Test
  void sharesTheCallsOfATierOfWhichTooMuchIsGone() {
    fleet.upstream().onStart(FakeAttempt::complete);
    fleet.add(ownNode("own-1", "m"));
    fleet.add(ownNode("own-2", "m").drained());
    fleet.add(ownNode("own-3", "m").drained());
    fleet.add("hired", "m");

    ask(1000);

    assertThat(Collections.frequency(asked(), "own-1") / 1000.0).isCloseTo(1.4 / 3, within(0.05));
    assertThat(Collections.frequency(asked(), "hired") / 1000.0).isCloseTo(1.6 / 3, within(0.05));
  }

  @Test
  void keepsTheCallsOfATierThatHasAReserveLeft() {
    fleet.upstream().onStart(FakeAttempt::complete);
    for (int i = 1; i <= 4; i++) {
      NodeSketch own = ownNode("own-" + i, "m");
      fleet.add(i == 4 ? own.drained() : own);
    }
    fleet.add("hired", "m");

    ask(200);

    assertThat(asked()).hasSize(200).doesNotContain("hired");
  }

  @Test
  void takesAPrivatePlaceWhenTheShareOfOthersFindsNone() {
    fleet.add(ownNode("own-1", "m"));
    fleet.add(ownNode("own-2", "m").drained());
    fleet.add(ownNode("own-3", "m").drained());
    fleet.add(node("hired", "m").withPlaces(1));

    ask(50);

    assertThat(asked()).hasSize(50);
  }

  private void ask(int calls) {
    for (int i = 0; i < calls; i++) {
      fleet.ask("m");
    }
  }

  private List<String> asked() {
    return fleet.upstream().asked();
  }
}
