package io.tidegate.routing.balancing;

import io.tidegate.exchange.Outcome;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeWork;

/** A call that was given to a node, until it ends; what comes of it teaches the strategies. */
public final class PlacedWork {

  private final Node node;
  private final NodeWork.RunningCall job;
  private final PrefixIndex prefixes;
  private final double predicted;

  /**
   * A placement at {@code node}.
   *
   * @param prefixes where to report what the node had cached, or null
   * @param predicted the share of the prompt that the node was thought to hold
   */
  PlacedWork(Node node, NodeWork.RunningCall job, PrefixIndex prefixes, double predicted) {
    this.node = node;
    this.job = job;
    this.prefixes = prefixes;
    this.predicted = predicted;
  }

  /** The tokens that the node probably has to compute before its first. */
  public long uncached() {
    return job.uncached();
  }

  /** The first content is there; {@code now} is a reading of the nano clock. */
  public void firstContent(long now) {
    job.firstContent(now);
  }

  /** The attempt is over. */
  public void ended(Outcome outcome, long now) {
    job.ended(now, outcome.usage());
    if (prefixes != null) {
      prefixes.reported(node, predicted, outcome.usage());
    }
  }
}
