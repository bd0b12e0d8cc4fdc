package io.tidegate.routing;

import static io.tidegate.routing.balancing.NodeSketch.node;
import static io.tidegate.routing.balancing.NodeSketch.ownNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.routing.nodes.Breaker;
import io.tidegate.routing.nodes.Node;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One call that has to wait for a certain node holds up nobody, and waits for no node in vain. */
class HeadOfLineRoutingTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Fleet fleet =
      new Fleet(Map.of("routing.public-budget-per-hour", "1", "retries.per-second", "1000"));

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @ParameterizedTest
  @ValueSource(ints = {503, 429})
  void aRetryWhoseOnlyOtherNodeRestsForLongerThanItMayWaitFailsAtOnceAndStopsNobody(int status) {
    fleet.add(node("a", "m").withPlaces(100));
    fleet.add(node("b", "m").withPlaces(100));
    rest("b", status);

    Answer failed = failAt("a");

    assertThat(failed.ended()).isTrue();
    assertThat(failed.failure().code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
    assertAllAreServedAtOnce();
  }

  @Test
  void aRetryWhoseOnlyOtherNodeHasItsBreakerOpenForLongerThanItMayWaitFailsAtOnce() {
    fleet.add(node("a", "m").withPlaces(100));
    Node b = fleet.add(node("b", "m").withPlaces(100));
    openForLong(b);

    Answer failed = failAt("a");

    assertThat(failed.ended()).isTrue();
    assertThat(failed.failure().code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
    assertAllAreServedAtOnce();
  }

  @Test
  void aRetryWaitsForANodeThatRestsForAMomentAndStopsNobodyMeanwhile() {
    fleet.add(node("a", "m").withPlaces(100));
    fleet.add(node("b", "m").withPlaces(100));
    rest("b", 503, Duration.ofSeconds(5));

    Answer retried = failAt("a");
    assertThat(retried.ended()).isFalse();
    assertAllAreServedAtOnce();
    fleet.pass(Duration.ofSeconds(3));

    assertThat(retried.ended()).isTrue();
    assertThat(retried.failure()).isNull();
    assertThat(fleet.upstream().asked()).contains("b");
  }

  @Test
  void aRetryThatWaitsForAFullNodeStopsNobody() {
    fleet.add(node("a", "m").withPlaces(2));
    fleet.add(node("b", "m").withPlaces(1));
    for (int i = 0; i < 3; i++) {
      fleet.ask(fleet.stream("m", 1));
    }
    List<Answer> waiting = ask(5);
    running("a").get(0).end(Kind.FAILED);

    for (int i = 0; i < 6; i++) {
      running("a").forEach(FakeAttempt::complete);
    }

    assertThat(waiting).allMatch(Answer::ended).allMatch(answer -> answer.failure() == null);
  }

  @Test
  void aRetryThatAnAccountHasRefusedStopsNobody() {
    fleet.add(node("a", "m").withKey("one").withPlaces(1));
    fleet.add(node("b", "m").withKey("two").withPlaces(1));
    fleet.ask(fleet.stream("m", 1));
    fleet.ask(fleet.stream("m", 1));
    List<Answer> waiting = ask(5);
    running("a").get(0).refuse(429, Duration.ofMillis(200));
    fleet.pass(SECOND);

    for (int i = 0; i < 5; i++) {
      running("a").forEach(FakeAttempt::complete);
    }

    assertThat(waiting).allMatch(Answer::ended).allMatch(answer -> answer.failure() == null);
  }

  @Test
  void aCallTooDearForThePublicBudgetStopsNobody() {
    fleet.add(node("a", "m").withPlaces(100).withPrices(1000, 0));
    fleet.ask(fleet.stream("m", 900));
    Answer dear = fleet.ask(fleet.stream("m", 900));
    assertThat(dear.ended()).isFalse();
    assertThat(fleet.admission().waiting()).isEqualTo(1);

    fleet.upstream().onStart(FakeAttempt::complete);
    List<Answer> cheap = ask(20);

    assertThat(cheap).allMatch(Answer::ended).allMatch(answer -> answer.failure() == null);
  }

  @Test
  void aPinnedCallStopsNobodyOfItsTenant() {
    fleet.add(ownNode("own", "m").withPlaces(1));
    fleet.add(node("hired", "m").withPlaces(100));
    fleet.ask(fleet.stream("m", 1));
    Answer pinned = fleet.ask(fleet.call("m", new Terms(Priority.NORMAL, true, 0)));
    fleet.pass(SECOND);

    fleet.upstream().onStart(FakeAttempt::complete);
    List<Answer> others = ask(20);
    fleet.pass(SECOND);

    assertThat(others).allMatch(Answer::ended).allMatch(answer -> answer.failure() == null);
    assertThat(pinned.ended()).isFalse();
  }

  @Test
  void aCallForWhichEveryNodeRestsForTooLongIsToldWhenTheFirstIsBack() {
    fleet.add(node("a", "m"));
    rest("a", 503);

    Answer answer = fleet.ask(fleet.call("m"));

    assertThat(answer.ended()).isTrue();
    assertThat(answer.failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
    assertThat(answer.failure().retryAfter()).isEqualTo(LONG);
  }

  private void assertAllAreServedAtOnce() {
    fleet.upstream().onStart(FakeAttempt::complete);
    for (int i = 0; i < 20; i++) {
      assertThat(ask(1)).allMatch(Answer::ended).allMatch(answer -> answer.failure() == null);
      fleet.pass(Duration.ofMillis(100));
    }
  }

  private List<Answer> ask(int count) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(fleet.ask(fleet.stream("m", 1)));
    }
    return answers;
  }

  private void rest(String node, int status) {
    rest(node, status, LONG);
  }

  private void rest(String node, int status, Duration pause) {
    Consumer<FakeAttempt> script =
        attempt -> {
          if (attempt.node().equals(node)) {
            attempt.refuse(status, pause);
          } else {
            attempt.complete();
          }
        };
    fleet.upstream().onStart(script);
    ask(4);
    fleet.upstream().onStart(attempt -> {});
  }

  private void openForLong(Node node) {
    fleet.learn("m", Duration.ofMillis(100));
    Breaker breaker = Fleet.serving(node, "m").breaker();
    breaker.trip(fleet.clock().getAsLong(), "a test");
    for (int i = 0; i < 5; i++) {
      fleet.pass(Duration.ofSeconds(30));
      assertThat(breaker.tryProbe(fleet.clock().getAsLong())).isTrue();
      breaker.failed(fleet.clock().getAsLong(), true);
    }
  }

  private Answer failAt(String node) {
    Answer answer = fleet.ask(fleet.stream("m", 1));
    assertThat(fleet.upstream().last().node()).isEqualTo(node);
    fleet.upstream().last().refuse(500, null);
    return answer;
  }

  private List<FakeAttempt> running(String node) {
    return fleet.upstream().attempts().stream()
        .filter(attempt -> attempt.node().equals(node) && !attempt.ended())
        .toList();
  }
}
