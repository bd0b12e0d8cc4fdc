package io.tidegate.rehearsal;

import static io.tidegate.rehearsal.SamplePlans.SECOND;
import static io.tidegate.rehearsal.SamplePlans.arrivals;
import static io.tidegate.rehearsal.SamplePlans.drawn;
import static io.tidegate.rehearsal.SamplePlans.node;
import static io.tidegate.rehearsal.SamplePlans.pace;
import static io.tidegate.rehearsal.SamplePlans.plan;
import static io.tidegate.rehearsal.SamplePlans.regular;
import static io.tidegate.rehearsal.SamplePlans.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.exchange.FailureException;
import io.tidegate.rehearsal.PoissonArrivals.TokenCount;
import io.tidegate.rehearsal.VariantResult.Percentiles;
import io.tidegate.routing.balancing.Strategy;
import io.tidegate.routing.nodes.Tier;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Laws that runs keep, and what queueing theory says of them. */
class RehearsalRunTest {

  /** 0.1 s to the first of ten tokens, and 0.9 s to the last: a second of a place. */
  private static final NodePace A_SECOND = pace(0.1, 0.1);

  @Test
  void countsEachArrivalOnceWhateverHappens() {
    Random random = new Random(3);
    for (int i = 0; i < 30; i++) {
      RehearsalPlan plan = randomPlan(random);
      Variant variant = strategic(oneOf(random, Strategy.values()));

      VariantResult result = run(plan, variant, randomSettings(random));

      assertThat(result.arrivals()).isEqualTo(plan.workload().arrivals().size());
      assertThat(result.codes().values().stream().mapToInt(Integer::intValue).sum())
          .isEqualTo(result.refused() + result.failed());
      assertThat(answers(result)).isEqualTo(result.good() + result.late());
      assertThat(result.effort().nodes()).allMatch(node -> node.busy() <= 1.000001);
    }
  }

  @Test
  void givesTheSameForTheSameSeedAndAnotherForAnother() {
    NodePace varied = new NodePace(0.2 * SECOND, 1000, 0.02 * SECOND, 0.5, 0.2);
    for (Strategy strategy : Strategy.values()) {
      RehearsalPlan plan =
          plan(drawn(arrivals(20, 60, 30), 1), node("a", 8, varied), node("b", 4, varied));
      RehearsalPlan other =
          new RehearsalPlan(plan.workload(), plan.nodes(), plan.variants(), 2, plan.within());

      VariantResult first = run(plan, strategic(strategy), Map.of());

      assertThat(run(plan, strategic(strategy), Map.of())).isEqualTo(first);
      assertThat(run(other, strategic(strategy), Map.of())).isNotEqualTo(first);
    }
  }

  /** D/D/1 below its capacity: nobody waits, and every call is good. */
  @Test
  void letsRegularCallsPassAtAnIdleNode() {
    VariantResult result = run(plan(regular(200, 1.1, 10), node("a", 1, A_SECOND)));

    assertThat(result.good()).isEqualTo(200);
    assertThat(result.waits()).isEqualTo(new Percentiles(0, 0, 0));
    assertThat(result.firstTokens().p50()).isCloseTo(0.1, within(1e-6));
    assertThat(result.effort().attempts()).isEqualTo(200);
  }

  /** A place for a second each, and two calls a second: one of them is answered. */
  @Test
  void answersWhatTheNodesCanDoAndRefusesTheRest() {
    VariantResult result = run(plan(regular(2000, 0.05, 10), node("a", 10, A_SECOND)));

    double perSecond = (result.good() + result.late()) / 100.0;
    assertThat(perSecond).isCloseTo(10, within(0.6));
    assertThat(result.refused()).isCloseTo(1000, within(60));
    assertThat(result.failed()).isZero();
  }

  /** M/D/c at half its load: almost nobody waits, and the share of busy places is the load. */
  @Test
  void usesPlacesAsLittlesLawSays() {
    VariantResult result =
        run(
            plan(
                drawn(arrivals(10, 600, 10), 4), node("a", 10, A_SECOND), node("b", 10, A_SECOND)));

    assertThat(result.refused()).isZero();
    assertThat(result.waits().p95()).isZero();
    double busy =
        result.effort().nodes().stream()
            .mapToDouble(VariantResult.NodeResult::busy)
            .average()
            .orElseThrow();
    assertThat(busy).isCloseTo(0.5, within(0.02));
  }

  @Test
  void answersLessWithOneNodeLess() {
    RehearsalPlan plan =
        plan(drawn(arrivals(18, 120, 10), 5), node("a", 10, A_SECOND), node("b", 10, A_SECOND));
    Variant less = new Variant("less", Set.of("b"), List.of(), null, Map.of());

    VariantResult both = run(plan);
    VariantResult one = run(plan, less, Map.of());

    assertThat(one.good()).isLessThan(both.good());
    assertThat(one.effort().nodes())
        .extracting(VariantResult.NodeResult::name)
        .containsExactly("a");
  }

  @Test
  void answersMoreWithOneNodeMore() {
    RehearsalPlan plan = plan(drawn(arrivals(18, 120, 10), 5), node("a", 10, A_SECOND));
    Variant more = new Variant("more", Set.of(), List.of(node("b", 10, A_SECOND)), null, Map.of());

    assertThat(run(plan, more, Map.of()).good()).isGreaterThan(run(plan).good());
  }

  @Test
  void waitsNoLongerThanTheSettingsAllow() {
    RehearsalPlan plan = plan(drawn(arrivals(30, 60, 10), 6), node("a", 10, A_SECOND));
    Map<String, String> short1 = Map.of("tidegate.admission.max-wait", "PT1S");
    Variant patient =
        new Variant(
            "patient", Set.of(), List.of(), null, Map.of("tidegate.admission.max-wait", "PT20S"));

    assertThat(run(plan, Variant.AS_NOW, short1).waits().p99()).isLessThanOrEqualTo(1.1);
    assertThat(run(plan, patient, short1).waits().p99()).isGreaterThan(1.1);
  }

  @Test
  void paysForPublicNodesOnlyAndNoMoreThanTheirBudget() {
    RehearsedNode own = node("own", 2, Tier.PRIVATE, A_SECOND);
    RehearsedNode bought = node("bought", 20, Tier.PUBLIC, A_SECOND);
    RehearsalPlan plan = plan(drawn(arrivals(10, 120, 10), 7), own, bought);
    Map<String, String> budget = Map.of("tidegate.routing.public-budget-per-hour", "0.02");

    VariantResult free = run(plan);
    VariantResult capped = run(plan, Variant.AS_NOW, budget);

    int byBought = free.effort().nodes().get(1).answers();
    assertThat(free.effort().cost()).isCloseTo(byBought * 120 / 1e6, within(1e-9));
    assertThat(capped.effort().cost()).isLessThanOrEqualTo(0.02);
    assertThat(capped.good()).isLessThan(free.good());
  }

  @Test
  void triesAnotherNodeWhereOneIsFull() {
    RehearsedNode small = node("small", 1, A_SECOND);
    RehearsedNode told = new RehearsedNode(node("small", 50, A_SECOND).spec(), 1, 0, small.pace());
    RehearsalPlan plan = plan(regular(300, 0.1, 10), told, node("large", 50, A_SECOND));

    VariantResult result = run(plan);

    assertThat(result.good() + result.late()).isGreaterThan(290);
    assertThat(result.effort().attempts()).isGreaterThan(300);
  }

  /** Conversations that go on: whoever follows them to their node computes less. */
  @Test
  void showsWhatFollowingPrefixesIsWorth() {
    List<Arrival> calls = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Prefix conversation = new Prefix(Prefix.mixed(i * 7L % 41));
      calls.add(new Arrival(i * SECOND / 10, 4096, 5, 0, "t", "", conversation));
    }
    NodePace pace = new NodePace(0.05 * SECOND, 0.0001 * SECOND, 0.001 * SECOND, 0, 0);
    RehearsedNode[] nodes =
        List.of("a", "b", "c", "d").stream()
            .map(name -> keeping(node(name, 20, pace), 81_920))
            .toArray(RehearsedNode[]::new);
    RehearsalPlan plan = plan(Workload.of("arrivals", calls), nodes);

    double followed =
        run(plan, strategic(Strategy.EXPECTED_FIRST_TOKEN), Map.of()).firstTokens().p50();
    double spread = run(plan, strategic(Strategy.ROUND_ROBIN), Map.of()).firstTokens().p50();

    assertThat(followed).isLessThan(0.5 * spread);
  }

  @Test
  void refusesModelsThatNobodyServes() {
    Arrival other = new Arrival(0, 10, 10, 0, "t", "nobody-s", new Prefix(1));
    RehearsedNode one = node("a", 1, A_SECOND);
    RehearsedNode serving =
        new RehearsedNode(one.spec().withModels(Map.of("m", "m")), 1, 0, one.pace());

    VariantResult result = run(plan(Workload.of("arrivals", List.of(other)), serving));

    assertThat(result.refused()).isEqualTo(1);
    assertThat(result.codes()).containsEntry("model_not_found", 1);
  }

  @Test
  void stopsWhenItIsTold() {
    RehearsalPlan plan = plan(drawn(arrivals(10, 100, 10), 8), node("a", 10, A_SECOND));

    assertThat(
            new RehearsalRun(plan, Variant.AS_NOW, new Settings(Map.of()))
                .run(share -> share < 0.5))
        .isEmpty();
  }

  @Test
  void takesOnlySoMuchMemory() {
    List<Arrival> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(new Arrival(i, Arrival.MOST_TOKENS, 10, 0, "t", "", new Prefix(i)));
    }
    RehearsalPlan plan = plan(Workload.of("arrivals", all), node("a", 500, A_SECOND));
    RehearsalRun run = new RehearsalRun(plan, Variant.AS_NOW, new Settings(Map.of()));

    assertThatThrownBy(() -> run.run(share -> true))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("128 MiB");
  }

  private static int answers(VariantResult result) {
    return result.effort().nodes().stream().mapToInt(VariantResult.NodeResult::answers).sum();
  }

  private static RehearsedNode keeping(RehearsedNode node, long tokens) {
    return new RehearsedNode(node.spec(), node.capacity(), node.queue(), node.pace(), tokens);
  }

  private static Variant strategic(Strategy strategy) {
    return new Variant("s", Set.of(), List.of(), strategy.label(), Map.of());
  }

  @SafeVarargs
  private static <T> T oneOf(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static RehearsalPlan randomPlan(Random random) {
    List<RehearsedNode> nodes = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      NodePace pace =
          new NodePace(
              random.nextDouble() * SECOND,
              random.nextInt(1_000_000),
              random.nextDouble() * SECOND / 20,
              random.nextInt(3),
              random.nextDouble());
      RehearsedNode told =
          node("n" + i, 1 + random.nextInt(20), oneOf(random, Tier.values()), pace);
      nodes.add(new RehearsedNode(told.spec(), 1 + random.nextInt(20), random.nextInt(10), pace));
    }
    PoissonArrivals arrivals =
        new PoissonArrivals(
            1 + random.nextInt(40), 30, new TokenCount(100, 3000), new TokenCount(20, 200));
    return new RehearsalPlan(
        drawn(arrivals, random.nextLong()),
        nodes,
        List.of(Variant.AS_NOW),
        random.nextLong(),
        Duration.ofSeconds(1));
  }

  private static Map<String, String> randomSettings(Random random) {
    return Map.of(
        "tidegate.admission.max-queue", random.nextBoolean() ? "0" : "50",
        "tidegate.admission.max-wait", random.nextBoolean() ? "PT0.5S" : "PT10S",
        "tidegate.gateway.deadline", random.nextBoolean() ? "PT5S" : "PT10M",
        "tidegate.upstream.first-content-timeout", random.nextBoolean() ? "PT1S" : "PT5M",
        "tidegate.hedging.enabled", String.valueOf(random.nextBoolean()),
        "tidegate.routing.public-budget-per-hour", random.nextBoolean() ? "0.01" : "0");
  }
}
