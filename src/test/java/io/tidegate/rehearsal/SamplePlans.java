package io.tidegate.rehearsal;

import io.tidegate.rehearsal.PoissonArrivals.TokenCount;
import io.tidegate.routing.nodes.Billing;
import io.tidegate.routing.nodes.NodeDialects;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Tier;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Nodes, workloads and plans for tests. */
final class SamplePlans {

  static final long SECOND = 1_000_000_000;

  private SamplePlans() {}

  /** A node of {@code capacity} that lets nobody wait, without jitter. */
  static RehearsedNode node(String name, int capacity, NodePace pace) {
    return node(name, capacity, Tier.PRIVATE, pace);
  }

  static RehearsedNode node(String name, int capacity, Tier tier, NodePace pace) {
    NodeSpec spec =
        new NodeSpec(
            name,
            RehearsedNode.NOWHERE,
            null,
            1,
            capacity,
            false,
            tier,
            "",
            Map.of(),
            new Billing("", 1, 2),
            "",
            NodeDialects.ANY);
    return new RehearsedNode(spec, capacity, 0, pace);
  }

  /** A pace in seconds: to the first token, and from token to token. */
  static NodePace pace(double first, double perToken) {
    return new NodePace(first * SECOND, 0, perToken * SECOND, 0, 0);
  }

  static PoissonArrivals arrivals(double rate, double seconds, double answerTokens) {
    TokenCount answer = new TokenCount(answerTokens, answerTokens);
    return new PoissonArrivals(rate, seconds, new TokenCount(100, 100), answer);
  }

  /** A call each {@code gap} seconds, with so many tokens in its answer. */
  static Workload regular(int calls, double gap, int answerTokens) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      long at = Math.round(i * gap * SECOND);
      arrivals.add(new Arrival(at, 100, answerTokens, 0, Arrival.SOMEBODY, "", new Prefix(i)));
    }
    return Workload.of("arrivals", arrivals);
  }

  static RehearsalPlan plan(Workload workload, RehearsedNode... nodes) {
    return new RehearsalPlan(
        workload, List.of(nodes), List.of(Variant.AS_NOW), 1, Duration.ofSeconds(2));
  }

  static Workload drawn(PoissonArrivals arrivals, long seed) {
    return arrivals.draw(new SplittableRandom(seed));
  }

  static VariantResult run(RehearsalPlan plan) {
    return run(plan, Variant.AS_NOW, Map.of());
  }

  static VariantResult run(RehearsalPlan plan, Variant variant, Map<String, String> settings) {
    return new RehearsalRun(plan, variant, new Settings(settings)).run(share -> true).orElseThrow();
  }
}
