package io.tidegate.tenants.keys;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A secret by which a key is shown; each rotation makes a new one.
 *
 * @param digest what is known of it
 * @param created when it was made
 * @param until when it ends since a newer one was made, or null
 */
public record KeySecret(KeyDigest digest, Instant created, Instant until) {

  public KeySecret {
    requireNonNull(digest, "digest");
    requireNonNull(created, "created");
  }

  /** The same, which ends at {@code end} at the latest. */
  KeySecret endingBy(Instant end) {
    return until != null && until.isBefore(end) ? this : new KeySecret(digest, created, end);
  }
}
