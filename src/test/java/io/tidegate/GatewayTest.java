package io.tidegate;

import static io.tidegate.routing.balancing.NodeSketch.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.cache.SampleCache;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GatewayTest {

  /** A share of the places that is never taken, so that only the queue counts. */
  private static final double MORE_THAN_ALL = 1.01;

  private final Fleet fleet = new Fleet();
  private final Gateway gateway =
      new Gateway(SampleCache.alone(), fleet.admission(), fleet.router());

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @BeforeEach
  void hasANode() {
    fleet.add("a", "chat");
  }

  @Test
  void answersWithWhatANodeSays() {
    Answer answer = gateway.ask(fleet.call("chat")).answer();
    assertThat(answer.ended()).isFalse();

    fleet.upstream().last().complete();

    assertThat(answer.ended()).isTrue();
    assertThat(answer.failure()).isNull();
    assertThat(answer.head().node()).isEqualTo("a");
  }

  @Test
  void countsACallUntilItsClientHasLeft() {
    Call first = fleet.call("chat");
    Call second = fleet.call("chat");
    gateway.ask(first);
    gateway.ask(second);
    assertThat(gateway.inFlight()).isEqualTo(2);

    fleet.upstream().last().complete();
    assertThat(gateway.inFlight()).as("its client still reads").isEqualTo(2);
    gateway.left(second);
    assertThat(gateway.inFlight()).isEqualTo(1);
    gateway.left(second);
    assertThat(gateway.inFlight()).isEqualTo(1);
    gateway.left(first);
    assertThat(gateway.inFlight()).isZero();
  }

  @Test
  void countsACallThatRoutingRefusedUntilItsClientHasLeft() {
    Call call = fleet.call("unheard-of");

    Answer answer = gateway.ask(call).answer();

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    assertThat(gateway.inFlight()).isEqualTo(1);
    gateway.left(call);
    assertThat(gateway.inFlight()).isZero();
  }

  @Test
  void refusesNewCallsWhenItStopsAndLetsRunningOnesGoOn() {
    Answer running = gateway.ask(fleet.call("chat")).answer();
    assertThat(gateway.stopping()).isFalse();

    gateway.refuse(true);

    Call late = fleet.call("chat");
    assertThat(gateway.stopping()).isTrue();
    assertThat(gateway.ask(late).answer().failure().code()).isEqualTo(ErrorCode.GATEWAY_STOPPING);
    assertThat(fleet.upstream().attempts()).hasSize(1);
    assertThat(gateway.inFlight()).isEqualTo(1);
    gateway.left(late);
    fleet.upstream().last().complete();
    assertThat(running.failure()).isNull();
  }

  @Test
  void takesCallsAgainWhenItDoesNotStopAfterAll() {
    gateway.refuse(true);

    gateway.refuse(false);

    assertThat(gateway.stopping()).isFalse();
    assertThat(gateway.ask(fleet.call("chat")).answer().ended()).isFalse();
  }

  @Test
  void cutsOffCallsThatAreUnderWayAndTellsWhy() {
    List<Answer> answers =
        Stream.generate(() -> gateway.ask(fleet.call("chat")).answer()).limit(3).toList();
    fleet.upstream().last().deliver("once upon a ");

    gateway.cutOff();

    assertThat(answers)
        .allSatisfy(
            answer -> assertThat(answer.failure().code()).isEqualTo(ErrorCode.GATEWAY_STOPPING));
    assertThat(fleet.upstream().attempts())
        .allSatisfy(attempt -> assertThat(attempt.cancelled()).isNotNull());
  }

  @Test
  void leavesAnswersAloneThatAreCompleteWhenItCutsOff() {
    Answer answer = gateway.ask(fleet.call("chat")).answer();
    fleet.upstream().last().complete();

    gateway.cutOff();

    assertThat(answer.failure()).isNull();
  }

  @Test
  void hasNothingToSpareWhileSomebodyWaitsThoughNobodyKnowsForHowLong() {
    for (int i = 0; i < 1000 && fleet.admission().waiting() == 0; i++) {
      gateway.ask(fleet.call("chat"));
    }

    assertThat(fleet.admission().waiting()).isEqualTo(1);
    assertThat(gateway.spare("chat", MORE_THAN_ALL)).isFalse();
    assertThat(gateway.spare("other", MORE_THAN_ALL)).isTrue();
  }

  @Test
  void sparesThePlacesOfTheFallbackForAModelThatNobodyElseServes() {
    Fleet fallen = new Fleet(Map.of("fallbacks.big", "small"));
    fallen.add(node("a", "small").withPlaces(1));
    fallen.add(node("b", "big").drained());
    Gateway other = new Gateway(SampleCache.alone(), fallen.admission(), fallen.router());
    assertThat(other.spare("big", 0.8)).isTrue();
    assertThat(other.standIn("big")).isEqualTo("small");

    other.ask(fallen.call("big"));

    assertThat(other.spare("big", 0.8)).as("its only place is taken").isFalse();
  }

  @Test
  void sparesNoPlacesOfTheFallbackWhileTheModelItselfIsServed() {
    Fleet busy = new Fleet(Map.of("fallbacks.big", "small"));
    busy.add(node("a", "small").withPlaces(1));
    busy.add(node("b", "big").withPlaces(1));
    Gateway other = new Gateway(SampleCache.alone(), busy.admission(), busy.router());
    other.ask(busy.call("big"));

    assertThat(other.standIn("big")).isEqualTo("big");
    assertThat(other.spare("big", 0.8)).isFalse();
    assertThat(other.spare("small", 0.8)).isTrue();
  }

  @Test
  void losesCountOfNoCallUnderThreads() throws Exception {
    StartGate.run(
        4,
        thread -> {
          for (int i = 0; i < 500; i++) {
            Call call = fleet.call("chat");
            gateway.ask(call);
            if (i % 2 == 0) {
              gateway.left(call);
            }
          }
        });

    assertThat(gateway.inFlight()).isEqualTo(4 * 250);
  }

  @Test
  void needsARouter() {
    assertThatThrownBy(() -> new Gateway(SampleCache.alone(), fleet.admission(), null))
        .hasMessage("router");
  }
}
