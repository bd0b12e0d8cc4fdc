package io.tidegate.tenants.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes with the secret that the servers of a cluster share (HMAC with SHA-256, RFC 2104): who
 * reads the database alone can neither use a key nor try one. Immutable, and thread-safe.
 */
public final class KeyHasher {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHOWN_BYTES = 4;

  private final Mac prototype;

  /** Hashes with {@code secret}, of which each purpose has a key of its own. */
  public KeyHasher(String secret, String purpose) {
    this.prototype = mac(mac(secret.getBytes(UTF_8)).doFinal(purpose.getBytes(UTF_8)));
  }

  /** The digest of {@code apiKey}. */
  public KeyDigest digest(String apiKey) {
    return new KeyDigest(hash(apiKey.getBytes(UTF_8)));
  }

  /** The keyed hash of {@code bytes}, 32 of them. */
  public byte[] hash(byte[] bytes) {
    try {
      // A copy that has taken the key in already costs less than a new one.
      return ((Mac) prototype.clone()).doFinal(bytes);
    } catch (CloneNotSupportedException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  /** What tells one secret from another, and nothing of it: eight hexadecimal digits. */
  public String secretId() {
    return HexFormat.of().formatHex(hash("which secret".getBytes(UTF_8)), 0, SHOWN_BYTES);
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
