package io.tidegate.cache.tiers;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.answer.Origin;
import io.tidegate.cache.key.CacheKey;

/**
 * What a purge takes away.
 *
 * @param kind what {@code value} names
 * @param value a tenant, a model, a key in hexadecimal, or empty for all
 */
public record PurgeScope(Kind kind, String value) {

  /** What can be purged. */
  public enum Kind {
    ALL,
    TENANT,
    MODEL,
    KEY
  }

  /** Everything. */
  public static final PurgeScope ALL = new PurgeScope(Kind.ALL, "");

  public PurgeScope {
    requireNonNull(kind, "kind");
    requireNonNull(value, "value");
  }

  /** Whether the answer to {@code key} is in it. */
  boolean covers(CacheKey key, Origin origin) {
    return switch (kind) {
      case ALL -> true;
      case TENANT -> origin.tenant().value().equals(value);
      case MODEL -> origin.model().equals(value);
      case KEY -> key.hex().equals(value);
    };
  }
}
