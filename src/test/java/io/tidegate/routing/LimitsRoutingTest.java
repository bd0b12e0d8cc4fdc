package io.tidegate.routing;

import static io.tidegate.routing.balancing.NodeSketch.node;
import static io.tidegate.routing.balancing.NodeSketch.ownNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Usage;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Places are few, learned and always given back; what could never be done is refused. */
class LimitsRoutingTest {

  private static final int STEPS = 500;

  private record Asked(Call call, Answer answer, AnswerReader client) {}

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Fleet fleet =
      new Fleet(
          Map.of(
              "hedging.enabled", "true",
              "hedging.ratio", "1",
              "fallbacks.m", "n",
              "routing.public-budget-per-hour", "1000",
              "accounts.max-concurrent", "20"));
  private final List<Asked> calls = new ArrayList<>();

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, fleet);

  @RepeatedTest(20)
  void returnsEveryPermitAfterAStorm() {
    fleet.add(ownNode("own-1", "m", "n").withPlaces(4));
    fleet.add(ownNode("own-2", "m").withPlaces(3));
    fleet.add(node("hired-1", "m", "n").withKey("sk-one").withPlaces(5).withPrices(1, 2));
    fleet.add(node("hired-2", "m").withKey("sk-one").withPlaces(5));
    fleet.add(node("hired-3", "n").withKey("sk-two").withPlaces(2));
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    for (int i = 0; i < 200 && !allOver(); i++) {
      running().forEach(this::finish);
      fleet.pass(Duration.ofMillis(500));
    }

    assertThat(calls).allMatch(one -> one.answer().ended(), "has an end");
    assertThat(fleet.inFlight()).isZero();
    assertThat(fleet.admission().waiting()).isZero();
    assertThat(fleet.permits().issued()).isPositive().isEqualTo(fleet.permits().returned());
    calls.forEach(this::assertLaws);
  }

  @Test
  void givesANodeFewerCallsOnceItSaidItIsBusyAndLetsTheOthersWait() {
    fleet.add("a", "m");
    for (int i = 0; i < 10; i++) {
      fleet.ask("m");
    }
    attempts().get(9).refuse(503, null);
    fleet.pass(Duration.ofMillis(300));

    fleet.ask("m");

    assertThat(attempts()).hasSize(10);
    assertThat(fleet.admission().waiting()).isEqualTo(1);
    attempts().get(0).complete();
    attempts().get(1).complete();
    assertThat(attempts()).hasSize(11);
  }

  @Test
  void refusesAPromptThatEvenAnIdleNodeCouldNotReadInTime() {
    fleet.add("a", "m");
    seeOften(10_000, Duration.ofSeconds(10));
    int before = attempts().size();

    Answer answer = ask(40_000, Duration.ofSeconds(15));

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.DEADLINE_UNREACHABLE);
    assertThat(answer.failure().message()).contains("about 39 s");
    assertThat(attempts()).hasSize(before);
  }

  @Test
  void refusesNothingForOneStreamThatStoodInTheNodesOwnQueue() {
    fleet.add("a", "m");
    see(2_000, Duration.ofSeconds(12));

    assertThat(ask(8_000, Duration.ofSeconds(20)).ended()).isFalse();
  }

  @Test
  void refusesNothingForManyStreamsThatStoodInOneQueue() {
    fleet.add("a", "m");
    for (int i = 0; i < 100; i++) {
      see(2_000, Duration.ofSeconds(12));
    }

    assertThat(ask(8_000, Duration.ofSeconds(20)).ended()).isFalse();
  }

  @Test
  void takesAPromptThatAnIdleNodeCanReadInTime() {
    fleet.add("a", "m");
    seeOften(10_000, Duration.ofSeconds(10));

    assertThat(ask(40_000, Duration.ofSeconds(50)).ended()).isFalse();
  }

  @Test
  void refusesNothingAsLongAsOnlyTinyPromptsWereSeen() {
    fleet.add("a", "m");
    seeOften(1, Duration.ofSeconds(1));

    assertThat(ask(40_000, Duration.ofSeconds(5)).ended()).isFalse();
  }

  @Test
  void refusesNothingWhileANodeIsThereOfWhichNothingIsKnown() {
    fleet.add("a", "m");
    seeOften(10_000, Duration.ofSeconds(10));
    fleet.add("b", "m");

    assertThat(ask(40_000, Duration.ofSeconds(5)).ended()).isFalse();
  }

  private void step() {
    List<FakeAttempt> running = running();
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> ask();
      case 3, 4 -> {
        if (!running.isEmpty()) {
          finish(running.get(random.nextInt(running.size())));
        }
      }
      case 5 -> running.stream().findAny().ifPresent(attempt -> attempt.deliver("word "));
      case 6 -> leave();
      case 7 -> fleet.clock().advance(Duration.ofMillis(random.nextInt(3000)));
      default -> fleet.pass(Duration.ofMillis(random.nextInt(600)));
    }
  }

  private void ask() {
    Terms terms = new Terms(Priority.NORMAL, random.nextInt(4) == 0, random.nextInt(3));
    Duration time = Duration.ofMillis(random.nextInt(20_000));
    Deadline deadline = Deadline.after(fleet.clock().getAsLong(), time);
    Call call =
        SampleCalls.chat("m", random.nextBoolean(), 1 + random.nextInt(3000), deadline, terms);
    Answer answer = new Answer();
    AnswerReader client = answer.open(() -> {}).orElseThrow();
    calls.add(new Asked(call, answer, client));
    fleet.enter(call, answer);
  }

  private void finish(FakeAttempt attempt) {
    if (attempt.ended()) {
      return;
    }
    switch (random.nextInt(6)) {
      case 0 -> attempt.refuse(429, random.nextBoolean() ? Duration.ofSeconds(1) : null);
      case 1 -> attempt.refuse(503, null);
      case 2 -> attempt.refuse(500, null);
      case 3 -> attempt.end(Kind.TIMED_OUT);
      default -> attempt.complete(Duration.ofMillis(random.nextInt(300)), new Usage(9, 0, 9));
    }
  }

  private void leave() {
    if (!calls.isEmpty()) {
      Asked one = calls.get(random.nextInt(calls.size()));
      if (random.nextInt(3) == 0) {
        attempts(one).forEach(FakeAttempt::ignoreCancellation);
      }
      one.client().close();
    }
  }

  private void assertLaws(Asked one) {
    List<FakeAttempt> attempts = attempts(one);
    int most = Math.max(1, 3 - one.call().terms().retries());
    assertThat(attempts).hasSizeLessThanOrEqualTo(most);
    if (one.call().terms().pinned()) {
      assertThat(attempts).allMatch(attempt -> attempt.node().startsWith("own"));
    }
    assertThat(attempts.stream().filter(FakeAttempt::delivered)).hasSizeLessThanOrEqualTo(1);
  }

  /** A prompt of so many tokens has its first content after {@code delay}. */
  private void see(int tokens, Duration delay) {
    fleet.ask(fleet.stream("m", tokens));
    fleet.upstream().last().complete(delay, Usage.NONE);
  }

  /** So often, and over so long a time, that something can be concluded from it. */
  private void seeOften(int tokens, Duration delay) {
    for (int i = 0; i < 20; i++) {
      see(tokens, delay);
      fleet.pass(Duration.ofSeconds(1));
    }
  }

  private Answer ask(int tokens, Duration time) {
    Deadline deadline = Deadline.after(fleet.clock().getAsLong(), time);
    return fleet.ask(SampleCalls.chat("m", true, tokens, deadline, Terms.DEFAULT));
  }

  private boolean allOver() {
    return calls.stream().allMatch(one -> one.answer().ended());
  }

  private List<FakeAttempt> running() {
    return attempts().stream().filter(attempt -> !attempt.ended()).toList();
  }

  private List<FakeAttempt> attempts() {
    return fleet.upstream().attempts();
  }

  private List<FakeAttempt> attempts(Asked one) {
    return attempts().stream()
        .filter(attempt -> attempt.attempt().call().equals(one.call()))
        .toList();
  }
}
