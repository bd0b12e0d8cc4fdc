package io.tidegate.routing.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeWork;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.Outcomes;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StrategiesTest {

  private static final Prompt SHORT = Prompt.of(1, new long[0], 1, "");

  private final ManualClock clock = new ManualClock();
  private final Pool pool = new Pool(Fleet.config(Map.of()));
  private final Node a = pool.put(Fleet.spec("a", "m", "n"));
  private final Node b = pool.put(Fleet.spec("b", "m", "n"));
  private final Strategies strategies =
      new Strategies(
          pool,
          new BalancingConfig(
              Strategy.WEIGHTED_LEAST_CONNECTIONS, Map.of("m", Strategy.EXPECTED_FIRST_TOKEN)),
          new Random(1));

  @RegisterExtension final ToReproduce toReproduce = new ToReproduce(clock);

  @Test
  void giveEachModelItsOwnOrTheDefault() {
    assertThat(strategies.of("m", SHORT)).isInstanceOf(ExpectedFirstToken.class);
    assertThat(strategies.of("n", SHORT)).isInstanceOf(WeightedLeastConnections.class);
    assertThat(strategies.chosen()).isEqualTo(Map.of("m", "expected-first-token"));
    assertThat(strategies.byDefault()).isEqualTo("weighted-least-connections");
  }

  @Test
  void canBeChosenByNameAtAnyTime() {
    strategies.choose("m", "round-robin");
    strategies.choose(null, "power-of-two-choices");

    assertThat(strategies.of("m", SHORT)).isInstanceOf(RoundRobin.class);
    assertThat(strategies.of("n", SHORT)).isInstanceOf(PowerOfTwoChoices.class);

    strategies.choose(null, "least-outstanding-tokens");
    strategies.choose("m", null);

    assertThat(strategies.of("m", SHORT)).isInstanceOf(LeastOutstandingTokens.class);
    assertThat(strategies.chosen()).isEmpty();
  }

  @Test
  void giveAllModelsThePinnedOneUntilItIsTakenBack() {
    strategies.pin(Strategy.ROUND_ROBIN);
    strategies.choose("n", "least-outstanding-tokens");

    assertThat(strategies.of("m", SHORT)).isInstanceOf(RoundRobin.class);
    assertThat(strategies.of("n", SHORT)).isInstanceOf(RoundRobin.class);
    assertThat(strategies.of("other", SHORT)).isInstanceOf(RoundRobin.class);
    strategies.pin(null);

    assertThat(strategies.of("m", SHORT)).isInstanceOf(ExpectedFirstToken.class);
    assertThat(strategies.of("n", SHORT)).isInstanceOf(LeastOutstandingTokens.class);
  }

  @Test
  void refuseWhatTheyDoNotKnow() {
    assertThatThrownBy(() -> strategies.choose("m", "fastest"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("strategy " + Strategy.RULE);
    assertThatThrownBy(() -> strategies.choose(null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("strategy " + Strategy.RULE);
    assertThatThrownBy(() -> strategies.choose(" ", "round-robin"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("model must not be blank");
    assertThat(strategies.byDefault()).isEqualTo("weighted-least-connections");
  }

  @Test
  void haveNamesByWhichTheyAreFound() {
    for (Strategy strategy : Strategy.values()) {
      assertThat(Strategy.named(strategy.label())).contains(strategy);
      assertThat(Strategy.RULE).contains(strategy.label());
    }
    assertThat(Strategy.named("ROUND_ROBIN")).isEmpty();
  }

  @Test
  void trackWorkWhateverTheStrategy() {
    for (Strategy strategy : Strategy.values()) {
      strategies.choose("n", strategy.label());

      PlacedWork placement = place("n", a, prompt(1));
      assertThat(a.work().queued()).as("%s", strategy).isPositive();
      placement.firstContent(clock.getAsLong());
      assertThat(a.work().queued()).as("%s", strategy).isZero();
      assertThat(a.work().outstanding()).as("%s", strategy).isPositive();
      placement.ended(Outcomes.of(Kind.COMPLETED), clock.getAsLong());
      assertThat(a.work().outstanding()).as("%s", strategy).isZero();
    }
  }

  @Test
  void countOnlyWhatANodeDoesNotHoldYet() {
    end(place("m", a, prompt(1)));

    place("m", a, prompt(1));
    place("m", b, prompt(1));

    assertThat(a.work().queued()).isEqualTo(1 + NodeWork.CALL_TOKENS);
    assertThat(b.work().queued()).isEqualTo(1001 + NodeWork.CALL_TOKENS);
  }

  @Test
  void keepWhatWasLearnedWhenSwitchedToAndFro() {
    end(place("m", b, prompt(1)));

    strategies.choose("m", "round-robin");
    end(place("m", a, prompt(1)));
    strategies.choose("m", "expected-first-token");

    assertThat(pick("m", prompt(1))).isSameAs(b);
  }

  @Test
  void keepModelsApart() {
    strategies.choose(null, "expected-first-token");
    end(place("m", b, prompt(1)));

    place("n", b, prompt(1));

    assertThat(b.work().queued()).isEqualTo(1001 + NodeWork.CALL_TOKENS);
  }

  @Test
  void believeANodeThatSaysItHasNothing() {
    for (int i = 0; i < 50; i++) {
      PlacedWork placement = place("m", a, prompt(1));
      placement.firstContent(clock.getAsLong());
      placement.ended(reported(new Usage(1001, 0, 10)), clock.getAsLong());
    }

    place("m", a, prompt(1));

    assertThat((double) a.work().queued()).isCloseTo(951 + NodeWork.CALL_TOKENS, within(10.0));
  }

  @Test
  void forgetANodeThatIsGone() {
    end(place("m", a, prompt(1)));
    end(place("m", b, prompt(2)));

    pool.remove("a");
    Node next = pool.put(Fleet.spec("a", "m"));
    end(place("m", next, prompt(3)));
    place("m", a, prompt(1));

    assertThat(a.work().queued()).isEqualTo(1001 + NodeWork.CALL_TOKENS);
  }

  @Test
  void leaveNothingBehindUnderThreadsAndSwitches() throws Exception {
    StartGate.run(
        6,
        thread -> {
          Random random = new Random(thread);
          for (int i = 0; i < 2000; i++) {
            if (i % 100 == 0) {
              Strategy[] all = Strategy.values();
              strategies.choose("m", all[random.nextInt(all.length)].label());
            }
            Prompt prompt = prompt(random.nextInt(5));
            PlacedWork placement = place("m", pick("m", prompt), prompt);
            clock.advance(Duration.ofMillis(1));
            if (random.nextBoolean()) {
              placement.firstContent(clock.getAsLong());
            }
            end(placement);
          }
        });

    assertThat(a.work().queued() + b.work().queued()).isZero();
    assertThat(a.work().outstanding() + b.work().outstanding()).isZero();
  }

  private Node pick(String model, Prompt prompt) {
    return strategies
        .of(model, prompt)
        .pick(new Candidates(pool.serving(model), Node::usable, prompt, clock.getAsLong()));
  }

  private PlacedWork place(String model, Node node, Prompt prompt) {
    return strategies.placed(model, node, prompt, true, clock.getAsLong());
  }

  private void end(PlacedWork placement) {
    placement.ended(Outcomes.of(Kind.COMPLETED), clock.getAsLong());
  }

  private static Outcome reported(Usage usage) {
    return new Outcome(Kind.COMPLETED, null, true, null, new Outcome.Timings(-1, 0))
        .told(200, usage);
  }

  private static Prompt prompt(long number) {
    long[] blocks = new long[10];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = number * 100 + i;
    }
    return Prompt.of(1001, blocks, 100, "session " + number);
  }
}
