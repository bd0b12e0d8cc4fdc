package io.tidegate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tidegate.tenants.keys.KeyHasher;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Makes the hashes of the chain: with a secret (HMAC with SHA-256), so that who writes to the
 * database alone cannot make the chain anew; without one, SHA-256. Immutable.
 */
public final class AuditSeal {

  /** What sealed what was written without a secret. */
  public static final String NONE = "none";

  /** What a secret is used for here. */
  public static final String PURPOSE = "audit log";

  private final Optional<KeyHasher> hasher;
  private final String id;

  /** Seals by {@code hasher}, or without a secret if there is none. */
  public AuditSeal(Optional<KeyHasher> hasher) {
    this.hasher = requireNonNull(hasher, "hasher");
    this.id = hasher.map(KeyHasher::secretId).orElse(NONE);
  }

  /** Which secret this seals with, or {@link #NONE}. */
  String id() {
    return id;
  }

  /** Whether this can tell if something that {@code seal} made is as it was. */
  boolean knows(String seal) {
    return seal.equals(id) || seal.equals(NONE);
  }

  /** The entry {@code seq} of {@code act}, behind one of the hash {@code previous}. */
  AuditEntry entry(long seq, AuditAct act, String previous) {
    return new AuditEntry(
        seq, act, new AuditEntry.Link(previous, hash(seq, act, previous, id), id));
  }

  /** Whether the hash of {@code entry} is what its content makes. */
  boolean holds(AuditEntry entry) {
    AuditEntry.Link link = entry.link();
    return link.hash().equals(hash(entry.seq(), entry.act(), link.previous(), link.seal()));
  }

  private String hash(long seq, AuditAct act, String previous, String seal) {
    StringBuilder text = new StringBuilder();
    part(text, previous);
    part(text, seal);
    part(text, Long.toString(seq));
    part(text, Long.toString(act.at()));
    part(text, act.who().actor());
    part(text, act.who().role());
    part(text, act.who().address());
    part(text, act.what().operation());
    part(text, act.what().method());
    part(text, act.what().path());
    part(text, act.what().request());
    part(text, Integer.toString(act.status()));
    part(text, act.before());
    part(text, act.after());
    byte[] bytes = text.toString().getBytes(UTF_8);
    return HexFormat.of()
        .formatHex(seal.equals(NONE) || hasher.isEmpty() ? sha(bytes) : hasher.get().hash(bytes));
  }

  /** With its length before it, so that no two rows have one text. */
  private static void part(StringBuilder text, String part) {
    if (part == null) {
      text.append("-:");
    } else {
      text.append(part.length()).append(':').append(part);
    }
  }

  private static byte[] sha(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
