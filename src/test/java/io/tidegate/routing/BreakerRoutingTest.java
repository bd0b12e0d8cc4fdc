package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.routing.balancing.NodeSketch;
import io.tidegate.routing.nodes.Breaker;
import io.tidegate.routing.nodes.Node;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which outcomes keep calls for a model away from a node, and how they come back to it. */
class BreakerRoutingTest {

  private static final Duration USUAL = Duration.ofMillis(100);

  /** A second, and twice what the prompt takes. */
  private static final Duration TOO_LONG = Duration.ofMillis(1400);

  private Fleet fleet = new Fleet(Map.of("routing.consecutive-failures", "1000"));

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @AfterEach
  void nothingIsLost() {
    NothingLost.in(fleet);
  }

  @Test
  void leavesTheLastNodeAloneHoweverSilentItIs() {
    Node only = fleet.add("only", "m");
    fleet.learn("m", USUAL);
    Answer answer = fleet.ask(fleet.stream("m", 1));

    fleet.pass(Duration.ofSeconds(20));

    assertThat(fleet.breaker(only, "m")).isEqualTo(Breaker.State.CLOSED);
    assertThat(answer.ended()).isFalse();
    assertThat(fleet.upstream().last().cancelled()).isNull();
  }

  @Test
  void leavesOneNodeWhenAllAreSilent() {
    Node a = fleet.add("a", "m");
    Node b = fleet.add("b", "m");
    fleet.learn("m", USUAL);
    ask(6);

    fleet.pass(Duration.ofSeconds(3));

    assertThat(List.of(fleet.breaker(a, "m"), fleet.breaker(b, "m")))
        .contains(Breaker.State.CLOSED);
    assertThat(running()).hasSize(6);
  }

  @Test
  void doesNotOpenForTheLastNodeThatFails() {
    Node only = fleet.add("only", "m");
    fleet.upstream().onStart(attempt -> attempt.refuse(500, null));

    ask(20);

    assertThat(fleet.breaker(only, "m")).isEqualTo(Breaker.State.CLOSED);
    assertThat(fleet.upstream().attempts()).hasSize(20);
  }

  @Test
  void movesNoCallsWhenThereIsNoBudgetForIt() {
    fleet = new Fleet(Map.of("retries.per-second", "0", "retries.ratio", "0"));
    silence();

    fleet.pass(TOO_LONG);

    assertThat(running()).extracting(FakeAttempt::node).contains("a");
    assertThat(fleet.breaker(node("a"), "m")).isEqualTo(Breaker.State.OPEN);
  }

  @Test
  void doesNotCancelAnAttemptWhoseContentHasJustCome() {
    silence();
    fleet.clock().advance(TOO_LONG);
    List<RoutedAttempt> stalled = fleet.stalled(node("a"), "m");
    assertThat(stalled).hasSize(1);
    FakeAttempt silent = at("a").get(0);

    silent.deliver("once upon a ");
    stalled.get(0).moveOn(Hopeless.SILENT);

    assertThat(silent.cancelled()).isNull();
    silent.complete();
  }

  @Test
  void movesCallsAwayFromANodeThatIsSilentUnderA200() {
    List<Answer> answers = silence();

    fleet.pass(Duration.ofSeconds(1));
    assertThat(at("a")).hasSize(1);
    fleet.pass(Duration.ofMillis(400));

    assertThat(at("a")).isEmpty();
    assertThat(fleet.breaker(node("a"), "m")).isEqualTo(Breaker.State.OPEN);
    running().forEach(FakeAttempt::complete);
    assertThat(answers).allMatch(answer -> answer.ended() && answer.failure() == null);
  }

  @Test
  void movesCallsToNodesOfTheSameAccount() {
    fleet.add(NodeSketch.node("a", "m").withKey("sk-shared"));
    fleet.add(NodeSketch.node("b", "m").withKey("sk-shared"));
    fleet.learn("m", USUAL);
    ask(2);
    at("b").forEach(FakeAttempt::complete);

    fleet.pass(TOO_LONG);

    assertThat(running()).extracting(FakeAttempt::node).containsExactly("b");
  }

  @Test
  void endsAtOnceWhenTheClientLeavesACallThatIsBeingMoved() {
    silence();
    Answer answer = new Answer();
    AnswerReader client = answer.open(() -> {}).orElseThrow();
    fleet.enter(fleet.stream("m", 1), answer);
    FakeAttempt silent = fleet.upstream().last();
    String other = silent.node().equals("a") ? "b" : "a";
    fleet.add(Fleet.sized(Fleet.spec(other, "m"), 1, 1));
    silent.ignoreCancellation();
    fleet.pass(TOO_LONG);
    client.close();

    silent.end(Kind.CANCELLED);

    assertThat(answer.ended()).isTrue();
    assertThat(fleet.admission().waiting()).isZero();
  }

  @Test
  void givesNothingToANodeWhoseBreakerIsOpen() {
    silence();
    fleet.pass(TOO_LONG);

    ask(20);

    assertThat(at("a")).isEmpty();
  }

  @Test
  void opensAfterFiveFailuresInARow() {
    fail("a", "m", 4);
    assertThat(fleet.breaker(node("a"), "m")).isEqualTo(Breaker.State.CLOSED);
    fail("a", "m", 1);

    assertThat(fleet.breaker(node("a"), "m")).isEqualTo(Breaker.State.OPEN);
  }

  @Test
  void judgesEachModelOfANodeByItself() {
    fail("a", "m", 5);
    fleet.add("a", "m", "n");

    fleet.ask("n");

    assertThat(fleet.upstream().last().node()).isEqualTo("a");
    assertThat(fleet.breaker(node("a"), "n")).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void triesAHalfOpenBreakerWithOneCall() {
    open();
    fleet.pass(Duration.ofMillis(1100));

    ask(5);

    assertThat(at("a")).hasSize(1);
  }

  @Test
  void leavesTheNodeAloneForTwiceAsLongWhenTheProbeFails() {
    open();
    fleet.pass(Duration.ofMillis(1100));
    ask(5);
    at("a").get(0).refuse(500, null);

    fleet.pass(Duration.ofMillis(1900));
    ask(5);
    assertThat(at("a")).isEmpty();
    fleet.pass(Duration.ofMillis(200));
    ask(5);

    assertThat(at("a")).hasSize(1);
  }

  @Test
  void letsAnotherProbeFollowOneWhoseClientLeft() {
    open();
    fleet.pass(Duration.ofMillis(1100));
    ask(3);
    at("a").get(0).end(Kind.CANCELLED);

    ask(3);

    assertThat(at("a")).hasSize(1);
  }

  @Test
  void startsSlowlyAfterAGoodProbe() {
    open();
    fleet.pass(Duration.ofMillis(1100));
    ask(3);
    at("a").get(0).complete();
    fleet.add(NodeSketch.node("b", "m").drained());

    ask(40);
    assertThat(at("a")).hasSize(10);
    fleet.pass(Duration.ofSeconds(6));

    assertThat(at("a")).hasSizeBetween(20, 22);
  }

  /** Two nodes, of which one has just one call that it does not answer. */
  private List<Answer> silence() {
    fleet.add("a", "m");
    fleet.add("b", "m");
    fleet.learn("m", USUAL);
    List<Answer> answers =
        List.of(fleet.ask(fleet.stream("m", 1)), fleet.ask(fleet.stream("m", 1)));
    at("b").forEach(FakeAttempt::complete);
    assertThat(at("a")).hasSize(1);
    return answers;
  }

  /** Two nodes, of which one has an open breaker for a second. */
  private void open() {
    fleet.add("a", "m");
    fleet.add("b", "m");
    ask(4);
    running().forEach(FakeAttempt::complete);
    Fleet.serving(node("a"), "m").breaker().trip(fleet.clock().getAsLong(), "the test says so");
  }

  /** Lets calls fail at {@code name}, and be served by another node. */
  private void fail(String name, String model, int calls) {
    fleet.add(name, model);
    fleet.add("other", model);
    fleet
        .upstream()
        .onStart(
            attempt -> {
              if (attempt.node().equals(name)) {
                attempt.refuse(500, null);
              } else {
                attempt.complete();
              }
            });
    long before = failures(name);
    for (int i = 0; i < 100 && failures(name) < before + calls; i++) {
      fleet.ask(model);
    }
    assertThat(failures(name)).isEqualTo(before + calls);
    fleet.upstream().onStart(attempt -> {});
  }

  private long failures(String name) {
    return Collections.frequency(fleet.upstream().asked(), name);
  }

  private void ask(int calls) {
    for (int i = 0; i < calls; i++) {
      fleet.ask(fleet.stream("m", 1));
    }
  }

  private Node node(String name) {
    return fleet.pool().node(name).orElseThrow();
  }

  private List<FakeAttempt> at(String name) {
    return running().stream().filter(attempt -> attempt.node().equals(name)).toList();
  }

  private List<FakeAttempt> running() {
    return fleet.upstream().attempts().stream().filter(attempt -> !attempt.ended()).toList();
  }
}
