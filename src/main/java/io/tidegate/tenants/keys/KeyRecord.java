package io.tidegate.tenants.keys;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An API key as it is kept: it stays the same key, with its name and its figures, whatever secrets
 * it has had.
 *
 * @param id its public name
 * @param tenant whom it belongs to
 * @param label what its owner calls it; may be empty
 * @param secrets by which it is shown, the newest last
 * @param made when it was made, and by whom
 * @param expires when it ends by itself, or null
 * @param revoked when it was revoked, or null
 * @param scope what it is good for
 */
public record KeyRecord(
    KeyId id,
    TenantId tenant,
    String label,
    List<KeySecret> secrets,
    Made made,
    Instant expires,
    Instant revoked,
    KeyScope scope) {

  /** So many secrets at once: more are a rotation gone wild. */
  static final int MOST_SECRETS = 5;

  /** When something was made, and by whom. */
  public record Made(Instant at, String by) {}

  /** What a key is at a moment. */
  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  public KeyRecord {
    requireNonNull(id, "id");
    requireNonNull(tenant, "tenant");
    requireNonNull(label, "label");
    requireNonNull(made, "made");
    requireNonNull(scope, "scope");
    secrets = List.copyOf(secrets);
  }

  /** What it is at {@code now}. */
  public State state(Instant now) {
    if (revoked != null) {
      return State.REVOKED;
    }
    return expires != null && !now.isBefore(expires) ? State.EXPIRED : State.ACTIVE;
  }

  /** When {@code secret} ends, or null if nothing says so. */
  public Instant end(KeySecret secret) {
    Instant until = secret.until();
    return until == null || (expires != null && expires.isBefore(until)) ? expires : until;
  }

  /** The same with a new secret of {@code digest}; those there are end after {@code overlap}. */
  public KeyRecord rotated(KeyDigest digest, Instant now, Duration overlap) {
    List<KeySecret> left = new ArrayList<>();
    for (KeySecret secret : secrets) {
      KeySecret ending = secret.endingBy(now.plus(overlap));
      if (ending.until().isAfter(now)) {
        left.add(ending);
      }
    }
    left.add(new KeySecret(digest, now, null));
    List<KeySecret> newest = left.subList(Math.max(0, left.size() - MOST_SECRETS), left.size());
    return new KeyRecord(id, tenant, label, newest, made, expires, revoked, scope);
  }

  /** The same, revoked at {@code now} unless it was before. */
  public KeyRecord revokedAt(Instant now) {
    return new KeyRecord(
        id, tenant, label, secrets, made, expires, revoked == null ? now : revoked, scope);
  }

  /** The same on other terms. */
  public KeyRecord changed(String otherLabel, Instant otherEnd, KeyScope otherScope) {
    return new KeyRecord(id, tenant, otherLabel, secrets, made, otherEnd, revoked, otherScope);
  }
}
