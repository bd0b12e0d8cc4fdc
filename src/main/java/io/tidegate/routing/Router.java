package io.tidegate.routing;

import static io.tidegate.exchange.ErrorCode.DEADLINE_EXCEEDED;
import static io.tidegate.exchange.ErrorCode.MODEL_NOT_FOUND;
import static io.tidegate.exchange.ErrorCode.NO_NODE_AVAILABLE;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.metrics.MetricNames;
import io.tidegate.metrics.Metrics;
import io.tidegate.upstream.Attempt;
import io.tidegate.upstream.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Serves calls by attempts at nodes, within one budget of attempts and one deadline.
 *
 * <p>A busy, failed or silent attempt goes on to another node as long as nothing was delivered.
 * Thread-safe; never blocks.
 */
public final class Router {

  private static final Failure ALL_TAKEN =
      Failure.of(NO_NODE_AVAILABLE, "Every node for this model is at its limit or out of service.");

  private static final Failure TOO_LATE =
      Failure.of(DEADLINE_EXCEEDED, "The call's deadline passed before a node was asked.");

  private final Pool pool;
  private final Balancer balancer;
  private final Upstream upstream;
  private final OutlierDetector detector;
  private final RoutingConfig config;
  private final LongSupplier clock;
  private final Metrics metrics;

  /** A router over the pieces in {@code parts}. */
  public Router(Parts parts, RoutingConfig config, LongSupplier clock, Metrics metrics) {
    this.pool = parts.pool();
    this.balancer = parts.balancer();
    this.upstream = parts.upstream();
    this.detector = new OutlierDetector(pool, metrics);
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** What a router works with. */
  public record Parts(Pool pool, Balancer balancer, Upstream upstream) {}

  /**
   * Starts to serve {@code call} into {@code answer}, which always ends.
   *
   * @return the call under way, to be cancelled
   */
  public RoutedCall route(Call call, Answer answer) {
    RoutedCall routed = new RoutedCall(this, call, pool.resolve(call.model()), answer);
    if (pool.serving(routed.model()).isEmpty() && pool.complete()) {
      answer.fail(unknown(call.model()));
    } else if (call.deadline().passed(clock.getAsLong())) {
      answer.fail(TOO_LATE);
    } else {
      answer.onAbandoned(routed::abandon);
      routed.next();
    }
    return routed;
  }

  /** The next node for a call that has tried {@code tried}, with a permit; or nothing. */
  Optional<Place> place(String model, Set<Node> tried) {
    List<Node> nodes = pool.serving(model);
    long now = clock.getAsLong();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = pick(nodes, tried, now);
      if (node == null) {
        return Optional.empty();
      }
      // Another call may have taken the node's last place since it was picked.
      Optional<Place> place = node.tryAcquire().map(permit -> new Place(node, permit));
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }

  Upstream.Running start(Attempt attempt, Place place, Upstream.Progress progress) {
    return upstream.start(
        attempt,
        outcome -> {
          place.permit().close();
          detector.observe(place.node(), outcome, clock.getAsLong());
          count(place.node(), outcome);
          progress.ended(outcome);
        });
  }

  boolean mayTryAgain(Call call, int attempts) {
    return attempts < config.maxAttempts() && !call.deadline().passed(clock.getAsLong());
  }

  static Failure allTaken() {
    return ALL_TAKEN;
  }

  private Node pick(List<Node> nodes, Set<Node> tried, long now) {
    Node rested =
        balancer.pick(
            new Choice(nodes, node -> open(node, tried) && !node.health().cooling(now), null, now));
    return rested != null
        ? rested
        : balancer.pick(new Choice(nodes, node -> open(node, tried), null, now));
  }

  private static boolean open(Node node, Set<Node> tried) {
    return node.usable() && !node.atThreshold() && !tried.contains(node);
  }

  private void count(Node node, Outcome outcome) {
    metrics
        .counter(MetricNames.ATTEMPTS, "node", node.name(), "outcome", outcome.kind().label())
        .increment();
  }

  private static Failure unknown(String model) {
    return Failure.ofParam(
        MODEL_NOT_FOUND,
        "model",
        "The model '" + shortened(model) + "' does not exist. GET /v1/models lists what does.");
  }

  private static String shortened(String model) {
    return model.length() <= 100 ? model : model.substring(0, 100) + "...";
  }
}
