package io.tidegate.routing;

import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeModel;
import io.tidegate.routing.nodes.Pool;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Finds the attempts that are to leave a node which is busy under a 200, or silent to all.
 *
 * <p>Times are readings of the nano clock. Thread-safe.
 */
final class Relief {

  private final Pool pool;
  private final Placer placer;
  private final OutcomeFeedback lessons;
  private final Retries retries;
  private final SilentAttempts silent;
  private final LongSupplier clock;

  /** What attempts are moved with. */
  record Parts(
      Pool pool, Placer placer, OutcomeFeedback lessons, Retries retries, SilentAttempts silent) {}

  Relief(Parts parts, LongSupplier clock) {
    this.pool = parts.pool();
    this.placer = parts.placer();
    this.lessons = parts.lessons();
    this.retries = parts.retries();
    this.silent = parts.silent();
    this.clock = clock;
  }

  /** Moves attempts away from nodes that are busy under a 200; to be called ten times a second. */
  void watch() {
    long now = clock.getAsLong();
    Map<NodeModel, List<RoutedAttempt>> stalled = silent.stalled(now);
    for (Node node : pool.nodes()) {
      for (NodeModel serving : node.servings().values()) {
        relieve(node, serving, stalled.getOrDefault(serving, List.of()), now);
        lessons.compare(node, serving, now);
      }
    }
  }

  /** Watches {@code attempt}, which begins, until its first content. */
  void add(RoutedAttempt attempt) {
    silent.add(attempt);
  }

  /** Whether to leave a node that is silent to all; the next attempt is then paid for. */
  boolean mayLeave(RoutedAttempt attempt) {
    long now = clock.getAsLong();
    AttemptStart start = attempt.start();
    return !start.place().serving().answersOthers(start.time(), now)
        && placer.opens(attempt.call(), now)
        && retries.mayAskAnother(attempt.call(), now);
  }

  private void relieve(Node node, NodeModel serving, List<RoutedAttempt> stalled, long now) {
    if (stalled.isEmpty() || !lessons.stalled(node, serving, now)) {
      return;
    }
    for (RoutedAttempt attempt : stalled) {
      Routable call = attempt.call();
      if (!attempt.isBegun() && placer.opens(call, now) && retries.mayTryAgain(call, now)) {
        attempt.moveOn(Hopeless.SILENT);
      }
    }
  }
}
