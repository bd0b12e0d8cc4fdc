package io.tidegate.routing;

import io.tidegate.routing.nodes.NodeModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * The attempts that have no content yet, in the order of their start.
 *
 * <p>Times are readings of the nano clock. Thread-safe.
 */
final class SilentAttempts {

  /** So many plain calls must be late at once before a node is thought to be silent. */
  private static final int FEWEST_LATE = 3;

  private final Queue<RoutedAttempt> silent = new ConcurrentLinkedQueue<>();

  void add(RoutedAttempt attempt) {
    silent.add(attempt);
  }

  /**
   * The attempts at nodes that must be busy under their 200, oldest first, by the model at a node.
   *
   * <p>A slow call among others that get their content proves nothing, and neither does a single
   * plain one, whose answer may be long, unless it is there to try a node that was out: no other is
   * let in before it has ended.
   */
  Map<NodeModel, List<RoutedAttempt>> stalled(long now) {
    Map<NodeModel, List<RoutedAttempt>> late = late(now);
    late.values().removeIf(attempts -> !proof(attempts));
    return late;
  }

  private Map<NodeModel, List<RoutedAttempt>> late(long now) {
    if (silent.isEmpty()) {
      return new HashMap<>(0);
    }
    Map<NodeModel, NodeModel.Patience> patience = new HashMap<>();
    List<RoutedAttempt> late = new ArrayList<>();
    for (Iterator<RoutedAttempt> all = silent.iterator(); all.hasNext(); ) {
      RoutedAttempt attempt = all.next();
      AttemptStart start = attempt.start();
      if (!attempt.silent()) {
        all.remove();
      } else if (now - start.time() < NodeModel.LEAST_PATIENCE) {
        // In order of their start: nobody behind is late either.
        break;
      } else if (patience
          .computeIfAbsent(start.place().serving(), serving -> serving.patience(now))
          .lost(start.stream(), start.work().uncached(), start.time())) {
        late.add(attempt);
      }
    }
    return late.stream().collect(Collectors.groupingBy(one -> one.start().place().serving()));
  }

  private static boolean proof(List<RoutedAttempt> late) {
    return late.size() >= FEWEST_LATE
        || late.stream().anyMatch(one -> one.start().stream() || one.start().place().probe());
  }
}
