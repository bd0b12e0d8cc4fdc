package io.tidegate.registry;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All entries at one moment.
 *
 * @param version the registry's version; negative before anything was read
 * @param kinds the entries by kind and name, the names in order
 */
record RegistrySnapshot(long version, Map<String, Map<String, RegistryEntry>> kinds) {

  /** What is known before anything was read. */
  static final RegistrySnapshot NONE = new RegistrySnapshot(-1, Map.of());

  RegistrySnapshot {
    kinds = Map.copyOf(kinds);
  }

  /** The {@code entries} at {@code version}. */
  static RegistrySnapshot of(long version, List<RegistryEntry> entries) {
    return new RegistrySnapshot(
        version,
        entries.stream()
            .collect(
                groupingBy(
                    RegistryEntry::kind,
                    collectingAndThen(
                        toMap(
                            RegistryEntry::name,
                            entry -> entry,
                            (one, other) -> other,
                            TreeMap::new),
                        Collections::unmodifiableMap))));
  }

  /** Those of {@code kind} by name; empty if there are none. */
  Map<String, RegistryEntry> of(String kind) {
    return kinds.getOrDefault(kind, Map.of());
  }

  /** The kinds of which {@code later} has others. */
  Set<String> changed(RegistrySnapshot later) {
    Set<String> all = new TreeSet<>(kinds.keySet());
    all.addAll(later.kinds.keySet());
    all.removeIf(kind -> of(kind).equals(later.of(kind)));
    return all;
  }
}
