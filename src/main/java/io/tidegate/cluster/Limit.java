package io.tidegate.cluster;

import static java.util.Objects.requireNonNull;

import java.util.function.IntSupplier;

/**
 * A limit whose places servers share.
 *
 * @param key its name, the same on every server
 * @param known whether this server has it, and has not only heard that others do
 * @param places all its places
 * @param inUse how many of them this server's calls use
 */
record Limit(String key, boolean known, IntSupplier places, IntSupplier inUse) {
  Limit {
    requireNonNull(key, "key");
    requireNonNull(places, "places");
    requireNonNull(inUse, "inUse");
  }

  /** A limit that others share, and this server has never used. */
  static Limit unknown(String key) {
    return new Limit(key, false, () -> 0, () -> 0);
  }
}
