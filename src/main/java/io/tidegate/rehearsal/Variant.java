package io.tidegate.rehearsal;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is done otherwise in one run of a rehearsal.
 *
 * @param name what it is called in results
 * @param without the nodes that are not there
 * @param more nodes that are there besides
 * @param strategy the strategy for all models, or null for those in force
 * @param settings changes of settings, by key
 */
record Variant(
    String name,
    Set<String> without,
    List<RehearsedNode> more,
    String strategy,
    Map<String, String> settings) {

  /** Everything as it is. */
  static final Variant AS_NOW = new Variant("as now", Set.of(), List.of(), null, Map.of());

  Variant {
    requireNonNull(name, "name");
    without = Set.copyOf(without);
    more = List.copyOf(more);
    settings = Map.copyOf(settings);
  }
}
