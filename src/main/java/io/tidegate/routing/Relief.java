package io.tidegate.routing;

import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeModel;
import io.tidegate.routing.nodes.Pool;
import java.util.List;
import java.util.Map;

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

  Relief(
      Pool pool, Placer placer, OutcomeFeedback lessons, Retries retries, SilentAttempts silent) {
    this.pool = pool;
    this.placer = placer;
    this.lessons = lessons;
    this.retries = retries;
    this.silent = silent;
  }

  /** Moves attempts away from nodes that are busy under a 200; to be called ten times a second. */
  void watch(long now) {
    Map<NodeModel, List<RoutedAttempt>> stalled = silent.stalled(now);
    for (Node node : pool.nodes()) {
      for (NodeModel serving : node.servings().values()) {
        relieve(node, serving, stalled.getOrDefault(serving, List.of()), now);
        lessons.compare(node, serving, now);
      }
    }
  }

  /** Whether to leave a node that is silent to all; the next attempt is then paid for. */
  boolean mayLeave(RoutedAttempt attempt, long now) {
    return !attempt.place().serving().answersOthers(attempt.started(), now)
        && placer.opens(attempt.call(), now)
        && retries.mayAskAnother(attempt.call(), now);
  }

  private void relieve(Node node, NodeModel serving, List<RoutedAttempt> stalled, long now) {
    if (stalled.isEmpty() || !lessons.stalled(node, serving, now)) {
      return;
    }
    for (RoutedAttempt attempt : stalled) {
      RoutedCall call = attempt.call();
      if (!attempt.isBegun() && placer.opens(call, now) && retries.mayTryAgain(call, now)) {
        attempt.moveOn(OutcomeFeedback.SILENT);
      }
    }
  }
}
