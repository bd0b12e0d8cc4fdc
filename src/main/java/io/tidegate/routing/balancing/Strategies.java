package io.tidegate.routing.balancing;

import static java.util.Objects.requireNonNull;

import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeWork;
import io.tidegate.routing.nodes.Pool;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Which strategy each model has, and what strategies know.
 *
 * <p>Strategies may be changed at any time; what was learned of nodes and prompts stays.
 * Thread-safe.
 */
public final class Strategies {

  /** Of a model of which no call was placed yet; clients may name as many as they like. */
  private static final Affinity NOTHING_KNOWN = new Affinity();

  private final Balancer leastConnections = new WeightedLeastConnections();
  private final Balancer roundRobin = new RoundRobin();
  private final Balancer leastTokens = new LeastOutstandingTokens();
  private final Balancer twoChoices;
  private final Pool pool;
  private final Map<String, Affinity> affinities = new ConcurrentHashMap<>();
  private final Map<String, Strategy> choices = new ConcurrentHashMap<>();
  private volatile Strategy fallback;
  private volatile Strategy pinned;

  /**
   * Strategies over the nodes of {@code pool}.
   *
   * @param random what chance is drawn from; thread-safe
   */
  public Strategies(Pool pool, BalancingConfig config, RandomGenerator random) {
    this.pool = requireNonNull(pool, "pool");
    this.twoChoices = new PowerOfTwoChoices(random);
    this.fallback = config.strategy();
    this.choices.putAll(config.models());
  }

  /** The balancer for {@code prompt} to {@code model}, to be asked for anew for each pick. */
  public Balancer of(String model, Prompt prompt) {
    return switch (strategy(model, prompt)) {
      case WEIGHTED_LEAST_CONNECTIONS -> leastConnections;
      case ROUND_ROBIN -> roundRobin;
      case POWER_OF_TWO_CHOICES -> twoChoices;
      case LEAST_OUTSTANDING_TOKENS -> leastTokens;
      case EXPECTED_FIRST_TOKEN ->
          new ExpectedFirstToken(affinities.getOrDefault(model, NOTHING_KNOWN));
    };
  }

  /** The name of the strategy for models for which none was chosen. */
  public String byDefault() {
    return fallback.label();
  }

  /** The models for which a strategy was chosen, with its name. */
  public Map<String, String> chosen() {
    Map<String, String> names = new TreeMap<>();
    choices.forEach((model, strategy) -> names.put(model, strategy.label()));
    return names;
  }

  /**
   * Chooses a strategy from the next pick on.
   *
   * @param model whose calls it places, or null for all models without a choice of their own
   * @param strategy its name; null takes the model's own choice back
   * @throws IllegalArgumentException with the rule that was broken
   */
  public void choose(String model, String strategy) {
    if (model != null && model.isBlank()) {
      throw new IllegalArgumentException("model must not be blank");
    }
    if (strategy == null && model != null) {
      choices.remove(model);
      return;
    }
    Strategy named =
        Strategy.named(strategy)
            .orElseThrow(() -> new IllegalArgumentException("strategy " + Strategy.RULE));
    if (model == null) {
      fallback = named;
    } else {
      choices.put(model, named);
    }
  }

  /** Takes {@code strategy} for all models, whatever is chosen, until told otherwise by null. */
  public void pin(Strategy strategy) {
    pinned = strategy;
  }

  /**
   * Notes that a call was given to a node, which was picked and taken.
   *
   * @param stream whether the call is answered as a stream, of which first content is told
   */
  public PlacedWork placed(String model, Node node, Prompt prompt, boolean stream, long now) {
    if (!strategy(model, prompt).followsPrefixes()) {
      return new PlacedWork(node, begin(node, prompt, 0, stream, now), null, 0);
    }
    Affinity affinity = affinities.computeIfAbsent(model, name -> new Affinity());
    PrefixIndex prefixes = affinity.prefixes();
    double held = prefixes.heldTokens(node, prompt, now);
    long matched = Math.round(held * prefixes.trust(node));
    prefixes.add(node, prompt, now);
    affinity.sessions().served(prompt.session(), node, now);
    forgetThoseGone(affinity, pool.serving(model));
    NodeWork.RunningCall job = begin(node, prompt, matched, stream, now);
    return new PlacedWork(node, job, prefixes, held / prompt.tokens());
  }

  /** Nodes leave without a word; that there are more known than there are tells. */
  private static void forgetThoseGone(Affinity affinity, List<Node> serving) {
    if (affinity.prefixes().size() > serving.size()) {
      affinity.retain(serving);
    }
  }

  private static NodeWork.RunningCall begin(
      Node node, Prompt prompt, long matched, boolean stream, long now) {
    return node.work().begin(prompt.tokens() - matched, prompt.tokens(), stream, now);
  }

  private Strategy strategy(String model, Prompt prompt) {
    Strategy now = pinned;
    if (now != null) {
      return now;
    }
    Strategy usual = choices.getOrDefault(model, fallback);
    return prompt.strategy() == null ? usual : Strategy.named(prompt.strategy()).orElse(usual);
  }
}
