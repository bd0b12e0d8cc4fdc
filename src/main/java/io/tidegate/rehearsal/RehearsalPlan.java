package io.tidegate.rehearsal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * What is to be rehearsed.
 *
 * @param workload the calls, the same for all variants
 * @param nodes the nodes that variants begin with
 * @param variants what is compared, one at least
 * @param seed where chance begins; the same gives the same results
 * @param within a call is good if its first token comes within that time from its arrival
 */
record RehearsalPlan(
    Workload workload,
    List<RehearsedNode> nodes,
    List<Variant> variants,
    long seed,
    Duration within) {

  RehearsalPlan {
    requireNonNull(workload, "workload");
    requireNonNull(within, "within");
    nodes = List.copyOf(nodes);
    variants = List.copyOf(variants);
  }
}
