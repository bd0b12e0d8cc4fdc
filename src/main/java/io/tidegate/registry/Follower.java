package io.tidegate.registry;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Entries of one kind that are nothing without an entry of another.
 *
 * @param kind their kind
 * @param leaders the kinds of those that they are nothing without
 * @param isOf whether of the second one, of their kind, nothing is left when the first is deleted
 */
record Follower(String kind, Set<String> leaders, BiPredicate<RegistryEntry, RegistryEntry> isOf) {

  Follower {
    requireNonNull(kind, "kind");
    requireNonNull(isOf, "isOf");
    leaders = Set.copyOf(leaders);
  }

  /** Whether {@code entry} goes with {@code gone}. */
  boolean goes(RegistryEntry gone, RegistryEntry entry) {
    return entry.kind().equals(kind) && leaders.contains(gone.kind()) && isOf.test(gone, entry);
  }
}
