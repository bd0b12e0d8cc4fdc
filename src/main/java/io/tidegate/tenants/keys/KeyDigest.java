package io.tidegate.tenants.keys;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** What is known of an API key: its keyed hash. Compared in constant time; immutable. */
public final class KeyDigest {

  static final int BYTES = 32;

  private final byte[] bytes;

  /** The digest of these 32 {@code bytes}, which nobody else changes. */
  KeyDigest(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a digest must have " + BYTES + " bytes");
    }
    this.bytes = bytes;
  }

  /** The digest with these hexadecimal digits. */
  static KeyDigest parse(String hex) {
    return new KeyDigest(HexFormat.of().parseHex(hex));
  }

  /** Its hexadecimal digits. */
  String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyDigest digest && MessageDigest.isEqual(bytes, digest.bytes);
  }

  /** As good as random, and of no use to who does not know the secret. */
  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  @Override
  public String toString() {
    return "a key's digest";
  }
}
