package io.tidegate.cache.tiers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Optional;

/**
 * One line of the journal: a purge and its place among the others.
 *
 * @param number its place, from 1 on
 * @param id tells it from a purge that another server has put in the same place
 * @param at when it was made, in milliseconds since 1970
 * @param scope what it takes away
 */
record Purge(long number, String id, long at, PurgeScope scope) {

  private static final int FIELDS = 5;

  Purge {
    requireNonNull(id, "id");
    requireNonNull(scope, "scope");
  }

  /** The purge in {@code line}, unless it is broken; a later version may add fields. */
  static Optional<Purge> parse(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length < FIELDS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Purge(
              Long.parseLong(fields[0]),
              fields[1],
              Long.parseLong(fields[2]),
              scope(fields[3], URLDecoder.decode(fields[4], UTF_8))));
    } catch (IllegalArgumentException broken) {
      return Optional.empty();
    }
  }

  /** A kind that only a later version knows takes away everything: that is safe. */
  private static PurgeScope scope(String kind, String value) {
    for (PurgeScope.Kind known : PurgeScope.Kind.values()) {
      if (known.name().equals(kind)) {
        return new PurgeScope(known, value);
      }
    }
    return PurgeScope.ALL;
  }

  /** The line for the shared journal. */
  String line() {
    return String.join(
        ",",
        Long.toString(number),
        id,
        Long.toString(at),
        scope.kind().name(),
        URLEncoder.encode(scope.value(), UTF_8));
  }

  /** The same purge in another place. */
  Purge in(long place) {
    return new Purge(place, id, at, scope);
  }

  /** Whether {@code other} is the same purge in the same place. */
  boolean same(Purge other) {
    return number == other.number && id.equals(other.id);
  }
}
