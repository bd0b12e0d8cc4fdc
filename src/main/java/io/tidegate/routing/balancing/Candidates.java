package io.tidegate.routing.balancing;

import io.tidegate.routing.nodes.Node;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a strategy chooses from, and for what.
 *
 * @param nodes the nodes of one tier and region that serve the model
 * @param eligible which of them may be taken now
 * @param prompt what is to be placed
 * @param now a reading of the nano clock
 */
public record Candidates(List<Node> nodes, Predicate<Node> eligible, Prompt prompt, long now) {}
