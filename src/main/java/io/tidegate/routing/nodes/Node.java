package io.tidegate.routing.nodes;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.ModelFacts;
import io.tidegate.exchange.Permit;
import io.tidegate.upstream.NodeAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One upstream endpoint at run time: what was said about it and how it fares.
 *
 * <p>INVARIANT: {@link #inFlight} is the number of permits issued and not yet closed; it never goes
 * over the threshold that held when the permit was issued. Thread-safe, without locks.
 */
public final class Node {

  private static final int WEIGHT_SCALE = 100;

  private final NodeHealth health;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong turn = new AtomicLong();
  private final NodeWork work = new NodeWork();

  private final Map<Capability, NodeModel> servings = new ConcurrentHashMap<>();

  private volatile Account account;
  private volatile NodeSpec spec;
  private volatile Map<String, String> models;
  private volatile boolean modelsKnown;
  private volatile Map<String, ModelFacts> facts = Map.of();
  private volatile String trouble;

  /** A node as {@code spec} describes it, without any call yet. */
  public Node(NodeSpec spec, RoutingConfig config) {
    this.health = new NodeHealth(config);
    become(spec);
  }

  /** What was said about the node last. */
  public NodeSpec spec() {
    return spec;
  }

  /** The node's name. */
  public String name() {
    return spec.name();
  }

  /** The calls it has at the moment. */
  public int inFlight() {
    return inFlight.get();
  }

  /** The models it serves: public name to its own name; empty while not known. */
  public Map<String, String> models() {
    return models;
  }

  /** Whether its models were configured or found out. */
  public boolean modelsKnown() {
    return modelsKnown;
  }

  /** Where it stands: {@code healthy}, {@code draining}, {@code ejected} or {@code unknown}. */
  public String condition() {
    if (spec.draining()) {
      return "draining";
    }
    return !health.healthy() ? "ejected" : modelsKnown ? "healthy" : "unknown";
  }

  /** Why it serves nothing or is not re-admitted, as far as it was asked, in a sentence. */
  public Optional<String> reason() {
    return Optional.ofNullable(trouble);
  }

  /** Whether it may be given calls at all. */
  public boolean usable() {
    return !spec.draining() && health.healthy() && modelsKnown;
  }

  /** What it has to do, and how fast it does it. */
  public NodeWork work() {
    return work;
  }

  /** Whether it is alive, by probes and by what calls met. */
  public NodeHealth health() {
    return health;
  }

  /** What is known of what it serves. */
  public Map<Capability, NodeModel> servings() {
    return servings;
  }

  /** The calls it has for {@code model} at the moment. */
  public int inFlight(String model) {
    return servings.values().stream()
        .filter(serving -> serving.capability().model().equals(model))
        .mapToInt(serving -> serving.limiter().inFlight())
        .sum();
  }

  /** The most calls for {@code model} that it is thought to take. */
  public int limit(String model) {
    return servings.values().stream()
        .filter(serving -> serving.capability().model().equals(model))
        .mapToInt(serving -> serving.limiter().limit())
        .max()
        .orElse(spec.maxConnections());
  }

  /** What is known of {@code capability} here, or null. */
  public NodeModel serving(Capability capability) {
    return servings.get(capability);
  }

  /** What is known of {@code capability} here; {@code create} makes it if nothing is. */
  public NodeModel serving(Capability capability, Supplier<NodeModel> create) {
    return servings.computeIfAbsent(capability, name -> create.get());
  }

  /** What the node itself calls {@code model}. */
  public String own(String model) {
    return models.getOrDefault(model, model);
  }

  /** The account its calls run on, among {@code accounts}. */
  public Account account(Accounts accounts) {
    Account known = account;
    if (known == null || known.ended()) {
      known = accounts.of(spec);
      // A node that is new or changed may have what the account lacked.
      known.nodeChanged();
      account = known;
    }
    return known;
  }

  /** Where to send its calls. */
  public NodeAddress target() {
    return new NodeAddress(
        spec.name(),
        spec.url(),
        spec.apiKey(),
        spec.keyHeader(),
        spec.dialects().elsewhere(spec.url()),
        spec.dialects().betaRoot(spec.url()));
  }

  /** Whether it has as many calls as it may. */
  public boolean atThreshold() {
    return inFlight.get() >= spec.maxConnections();
  }

  /**
   * The weight, ramped while the node starts slowly, on a scale that keeps a tenth of 1 visible.
   */
  public long effectiveWeight(long now) {
    return Math.max(1, Math.round(spec.weight() * WEIGHT_SCALE * health.ramp(now)));
  }

  /** Moves the node's turn in the smooth round robin and returns where it stands. */
  public long moveTurn(long by) {
    return turn.addAndGet(by);
  }

  /** The right to one more call, unless the node is at its threshold. */
  public Optional<Permit> tryAcquire() {
    int limit = spec.maxConnections();
    int before = inFlight.getAndUpdate(calls -> calls < limit ? calls + 1 : calls);
    return before < limit ? Optional.of(new Permit(inFlight::decrementAndGet)) : Optional.empty();
  }

  void become(NodeSpec next) {
    spec = requireNonNull(next, "spec");
    account = null;
    // What it lacked it may have now.
    servings.values().forEach(serving -> serving.offering().changed());
    if (!next.models().isEmpty()) {
      found(next.models());
    } else if (models == null) {
      models = Map.of();
    }
  }

  void found(Map<String, String> served) {
    models = Map.copyOf(served);
    modelsKnown = true;
  }

  /** Learns what it tells of its models, by its own names. */
  public void told(Map<String, ModelFacts> known) {
    facts = Map.copyOf(known);
  }

  /** What it tells of {@code model}. */
  ModelFacts facts(String model) {
    return facts.getOrDefault(own(model), ModelFacts.UNKNOWN);
  }

  /** Learns why it cannot be used, or null; false if that was known. */
  public boolean troubled(String why) {
    boolean news = !Objects.equals(trouble, why);
    trouble = why;
    return news;
  }
}
